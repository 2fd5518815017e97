import { anyNumber, id, type Id, list, numberFrom, optional, type Read, record, whole } from '../shared/shape.ts';

/** An order waiting to be released. Times are minutes on any clock that all of them share. */
export interface WaitingOrder {
  id: Id;
  /** When its goods have to be at the dock: the carrier's cut-off. */
  due_min: number;
  /** Units to pick. */
  units: number;
  /** From when on it can be picked (stock there, payment cleared); the start of the plan if absent. */
  ready_min?: number | undefined;
}

export interface WavePlanProblem {
  /** Now: nothing is released before. */
  start_min: number;
  pickers: number;
  /** What one picker picks in an hour. */
  units_per_hour: number;
  /** From the end of picking to the dock: sorting, packing, labels. */
  after_pick_min: number;
  /** The largest wave; one picker-hour of everybody if absent. */
  wave_units?: number | undefined;
  orders: WaitingOrder[];
}

export interface Wave {
  /** Release time, and when its last unit is picked. */
  release_min: number;
  picked_min: number;
  /** The earliest due time among its orders. */
  due_min: number;
  units: number;
  orders: Id[];
}

export interface WavePlanAnswer {
  waves: Wave[];
  /** Orders that reach the dock after their due time, worst first. */
  late: { id: Id; by_min: number }[];
  /** Largest lateness; 0 where nothing is late. */
  max_late_min: number;
}

/** Throws a Misfit where the problem is not one. */
export const readWavePlan: Read<WavePlanProblem> = record<WavePlanProblem>({
  start_min: anyNumber,
  pickers: whole(1),
  units_per_hour: numberFrom(0.001),
  after_pick_min: numberFrom(0),
  wave_units: optional(whole(1)),
  orders: list(record<WaitingOrder>({ id, due_min: anyNumber, units: whole(1), ready_min: optional(anyNumber) })),
});
