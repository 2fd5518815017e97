export * from './store/affinity.ts';
export * from './store/reservation.ts';
export * from './store/space.ts';
export * from './store/reslot.ts';
