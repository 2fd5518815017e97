export * from './store/change.ts';
export * from './store/driven.ts';
export * from './store/erasedAtStop.ts';
export * from './store/position.ts';
export * from './store/route.ts';
export * from './store/stop.ts';
export * from './store/stopParcel.ts';
export * from './store/vehicle.ts';
