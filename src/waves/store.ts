export * from './store/batch.ts';
export * from './store/count.ts';
export * from './store/hand.ts';
export * from './store/putBack.ts';
export * from './store/task.ts';
export * from './store/tote.ts';
export * from './store/wave.ts';
export * from './store/tour.ts';
