import {
  type Layout,
  mustAscend,
  mustBeInside,
  type Pick,
  type Place,
  readLayoutShape,
  readPick,
  readPlace,
  type Visit,
} from '../pickpath/problem.ts';
import { id, type Id, list, Misfit, numberFrom, type Read, record } from '../shared/shape.ts';

/** An order is never split over batches; `weight` is whatever the capacity counts: units, grams, litres. */
export interface BatchOrder {
  id: Id;
  weight: number;
  picks: Pick[];
}

export interface BatchingProblem {
  layout: Layout;
  depot: Place;
  /** What one cart takes on one tour, in the unit of the orders' weight. */
  capacity: number;
  orders: BatchOrder[];
}

export interface Batch {
  orders: Id[];
  /** Length of this batch's tour, in the unit of the layout. */
  length: number;
  /** In walking order; the ids are those of the picks, so an id may come again for another order. */
  visits: Visit[];
}

/** `length` is the sum over the batches. */
export interface BatchingAnswer {
  length: number;
  batches: Batch[];
}

const readShape: Read<BatchingProblem> = record<BatchingProblem>({
  layout: readLayoutShape,
  depot: readPlace,
  capacity: numberFrom(0),
  orders: list(record<BatchOrder>({ id, weight: numberFrom(0), picks: list(readPick) })),
});

/** Throws a Misfit where the problem is not one, or has an order that no cart takes. */
export const readBatching: Read<BatchingProblem> = (value, field) => {
  const problem = readShape(value, field);
  const { layout, depot, capacity, orders } = problem;
  mustAscend(layout.crossY, 'layout.crossY');
  mustBeInside(layout, depot, 'depot');
  const seen = new Set<Id>();
  orders.forEach((order, o) => {
    if (seen.has(order.id)) throw new Misfit(`orders[${o}].id`, order.id, 'an id that no other order has');
    seen.add(order.id);
    if (order.weight > capacity)
      throw new Misfit(`orders[${o}].weight`, order.weight, `at most the capacity of ${capacity}`);
    order.picks.forEach((pick, p) =>
      pick.at.forEach((place, k) => mustBeInside(layout, place, `orders[${o}].picks[${p}].at[${k}]`)),
    );
  });
  return problem;
};
