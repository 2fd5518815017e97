export * from './store/carton.ts';
export * from './store/parcel.ts';
export * from './store/progress.ts';
export * from './store/task.ts';
