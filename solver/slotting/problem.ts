import { type Layout, mustAscend, mustBeInside, type Place, readLayoutShape, readPlace } from '../pickpath/problem.ts';
import { anyNumber, id, type Id, list, Misfit, text, type Read, record, whole } from '../shared/shape.ts';

export interface Slot extends Place {
  id: Id;
}

/** A past order: when it came (a text that sorts by time, such as ISO 8601) and what it held. */
export interface PastOrder {
  at: string;
  skus: Id[];
}

/** Every SKU gets one slot of its own; any slot takes any SKU. */
export interface SlottingProblem {
  layout: Layout;
  depot: Place;
  slots: Slot[];
  skus: Id[];
  orders: PastOrder[];
}

export interface SlottingAnswer {
  assignment: [sku: Id, slot: Id][];
}

const readShape: Read<SlottingProblem> = record<SlottingProblem>({
  layout: readLayoutShape,
  depot: readPlace,
  slots: list(record<Slot>({ id, aisle: whole(0), y: anyNumber })),
  skus: list(id),
  orders: list(record<PastOrder>({ at: text, skus: list(id) })),
});

/** Throws a Misfit where the problem is not one: fewer slots than SKUs, an id twice, an aisle that is not there. */
export const readSlotting: Read<SlottingProblem> = (value, field) => {
  const problem = readShape(value, field);
  const { layout, depot, slots, skus } = problem;
  mustAscend(layout.crossY, 'layout.crossY');
  mustBeInside(layout, depot, 'depot');
  slots.forEach((slot, i) => mustBeInside(layout, slot, `slots[${i}]`));
  if (slots.length < skus.length)
    throw new Misfit('slots', `${slots.length} slots`, `one for each of ${skus.length} skus`);
  mustDiffer(skus, (i) => `skus[${i}]`);
  mustDiffer(
    slots.map((slot) => slot.id),
    (i) => `slots[${i}].id`,
  );
  return problem;
};

function mustDiffer(ids: readonly Id[], field: (i: number) => string): void {
  const seen = new Set<Id>();
  ids.forEach((one, i) => {
    if (seen.has(one)) throw new Misfit(field(i), one, 'an id that comes once');
    seen.add(one);
  });
}
