import type { Step } from '../../../src/scans/step.shared.ts';

const padded = new Set<string>(['quantity', 'weight', 'expiry']);

/** A number may be typed where it is asked for, and where the item has been scanned and more of it is to come. */
export function padOf({ flow, expect, show: { item, quantity } }: Step): string | null {
  if (padded.has(expect)) return expect;
  if (expect !== 'item' || !item) return null;
  const isUnderWay = quantity !== undefined && quantity.done > 0 && quantity.done < quantity.asked;
  return isUnderWay || flow === 'count' ? 'quantity' : null;
}
