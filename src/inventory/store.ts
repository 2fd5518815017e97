export * from './store/movement.ts';
export * from './store/promise.ts';
export * from './store/newPromise.ts';
export * from './store/allocation.ts';
export * from './store/stock.ts';
export * from './store/flashSale.ts';
export * from './store/flashTake.ts';
export * from './store/held.ts';
