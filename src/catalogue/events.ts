import type { Fact } from '../platform/work.ts';

export function itemAdded(sellerId: string, itemId: string): Fact {
  return { kind: 'catalogue.itemAdded', sellerId, subject: itemId, body: {} };
}

export function barcodeAdded(sellerId: string, itemId: string): Fact {
  return { kind: 'catalogue.barcodeAdded', sellerId, subject: itemId, body: {} };
}

export function trackingSet(sellerId: string, itemId: string): Fact {
  return { kind: 'catalogue.trackingSet', sellerId, subject: itemId, body: {} };
}

export function packagingSet(sellerId: string, itemId: string): Fact {
  return { kind: 'catalogue.packagingSet', sellerId, subject: itemId, body: {} };
}
