export * from './store/lpn.ts';
export * from './store/receipt.ts';
export * from './store/receiving.ts';
export * from './store/seek.ts';
export * from './store/shipment.ts';
export * from './store/slot.ts';
