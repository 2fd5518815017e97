export * from './store/burnDown.ts';
export * from './store/hold.ts';
export * from './store/keep.ts';
export * from './store/list.ts';
export * from './store/recipient.ts';
export * from './store/seek.ts';
