export * from './store/label.ts';
export * from './store/tracking.ts';
