import type { problemOf } from './problem.ts';
import { knowsAny } from './roads/index.ts';
import { freeLeg, type Spot } from './travel.ts';

type Problem = ReturnType<typeof problemOf>;
interface Ways {
  durations: number[][];
  distances: number[][];
}

/** What is known of the ways between all of these; undefined where nothing is, for the solver draws crow-flies itself. */
export function waysBetween(spots: readonly Spot[]): Ways | undefined {
  if (!knowsAny()) return undefined;
  const legs = spots.map((from) => spots.map((to) => freeLeg(from, to)));
  return {
    durations: legs.map((row) => row.map(({ duration_s }) => duration_s)),
    distances: legs.map((row) => row.map(({ distance_m }) => distance_m)),
  };
}

/** A problem over known ways: the yard is place 0, the doors come in their order, then the homes at which vehicles end. */
export function withWays({ vehicles, jobs, traffic }: Problem, ways: Ways) {
  let home = 1 + jobs.length;
  const endOf = ({ start, end }: (typeof vehicles)[number]): { end_index?: number } =>
    end === undefined ? {} : { end_index: end === start ? 0 : home++ };
  return {
    traffic,
    vehicles: vehicles.map((vehicle) => ({ ...vehicle, speed_factor: 1, start_index: 0, ...endOf(vehicle) })),
    jobs: jobs.map((job, at) => ({ ...job, location_index: at + 1 })),
    matrices: { car: ways },
  };
}
