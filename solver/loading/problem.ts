import { id, type Id, list, numberFrom, optional, type Read, record, truth } from '../shared/shape.ts';

/** Along the vehicle, across it, upright. */
export type Size = [length: number, width: number, height: number];

export interface LoadItem {
  id: Id;
  size: Size;
  /** Nothing but fragile goods may stand on fragile goods. */
  fragile: boolean;
}

/** Stops in the order of delivery. */
export interface LoadStop {
  id: Id;
  items: LoadItem[];
}

/** x runs along the vehicle from the cab, the door is at x = length; items turn only about the upright. */
export interface LoadingProblem {
  vehicle: { size: Size };
  stops: LoadStop[];
  /** Share of an item's base that must rest on the floor or on others; 0.75 if absent. */
  support?: number | undefined;
}

export interface LoadedItem {
  stop: Id;
  id: Id;
  at: Size;
  /** As placed. */
  size: Size;
}

/**
 * Items in the order of loading. Where no load was found `feasible` is false and the list holds what could be loaded; that is no
 * proof that there is none.
 */
export interface LoadingAnswer {
  feasible: boolean;
  items: LoadedItem[];
}

export const DEFAULT_SUPPORT = 0.75;

const size = list(numberFrom(1e-9), 3, 3) as unknown as Read<Size>;

/** Throws a Misfit where the problem is not one. */
export const readLoading: Read<LoadingProblem> = record<LoadingProblem>({
  vehicle: record<{ size: Size }>({ size }),
  stops: list(record<LoadStop>({ id, items: list(record<LoadItem>({ id, size, fragile: truth })) })),
  support: optional(numberFrom(0)),
});
