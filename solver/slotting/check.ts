import type { SlottingAnswer, SlottingProblem } from './problem.ts';

/** What is wrong with an answer, in words; nothing where it is right. */
export function checkSlotting({ skus, slots }: SlottingProblem, { assignment }: SlottingAnswer): string[] {
  const faults: string[] = [];
  const open = new Set(skus);
  const free = new Set(slots.map((slot) => slot.id));
  for (const [sku, slot] of assignment) {
    if (!open.delete(sku)) faults.push(`SKU ${sku} is unknown or has two slots`);
    if (!free.delete(slot)) faults.push(`slot ${slot} is unknown or holds two SKUs`);
  }
  for (const sku of open) faults.push(`SKU ${sku} has no slot`);
  return faults;
}
