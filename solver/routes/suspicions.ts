import { crowFly_m } from '../shared/matrix.ts';
import { Misfit, type Misfits } from '../shared/shape.ts';
import type { Rows } from './consistent.ts';
import type { Place } from './problem.ts';

const day_s = 86_400;
/** A place so far from the middle of the others, and so near to it with its coordinates swapped, has them swapped. */
const far_m = 1_000_000;
const near_m = 300_000;

/**
 * What a solver can work with, though it is likely to be a mistake: places at (0, 0) or with coordinates swapped, shifts of more than
 * a day, skills that no vehicle has, stops that no vehicle can reach or carry. VROOM takes all of it, so it is looked for only where
 * that is asked.
 */
export function suspicions({ vehicles, jobs, shipments, matrices }: Rows, misfits: Misfits): void {
  const note = (field: string, got: unknown, expected: string): void => {
    misfits.try(() => {
      throw new Misfit(field, got, expected);
    });
  };
  const tasks = [
    ...jobs.map((job, at) => ({ field: `jobs[${at}]`, task: job, needs: job })),
    ...shipments.flatMap((shipment, at) => [
      { field: `shipments[${at}].pickup`, task: shipment?.pickup, needs: shipment },
      { field: `shipments[${at}].delivery`, task: shipment?.delivery, needs: undefined },
    ]),
  ];
  const spots = [
    ...vehicles.flatMap((vehicle, at) => [
      { field: `vehicles[${at}].start`, spot: vehicle?.start },
      { field: `vehicles[${at}].end`, spot: vehicle?.end },
    ]),
    ...tasks.map(({ field, task }) => ({ field: `${field}.location`, spot: task?.location })),
  ].filter((one): one is { field: string; spot: Place } => one.spot !== undefined);
  const middle: Place = [median(spots.map(({ spot }) => spot[0])), median(spots.map(({ spot }) => spot[1]))];
  for (const { field, spot } of spots) {
    if (spot[0] === 0 && spot[1] === 0) note(field, spot, 'a place other than (0, 0)');
    else if (crowFly_m(spot, middle) > far_m && crowFly_m([spot[1], spot[0]], middle) < near_m) {
      note(field, spot, 'the longitude first and the latitude second');
    }
  }
  vehicles.forEach((vehicle, at) => {
    const [from, to] = vehicle?.time_window ?? [0, 0];
    if (to - from > day_s) note(`vehicles[${at}].time_window`, vehicle!.time_window, 'a shift of at most 24 hours');
  });
  const skills = new Set(vehicles.flatMap((vehicle) => vehicle?.skills ?? []));
  for (const { field, needs } of tasks) {
    needs?.skills?.forEach((skill, at) => {
      if (!skills.has(skill))
        note(`${field.replace('.pickup', '')}.skills[${at}]`, skill, 'a skill that a vehicle has');
    });
  }
  if (matrices === undefined) return;
  for (const { field, task } of tasks) {
    const to = task?.location_index;
    if (to === undefined) continue;
    const reachable = vehicles.some((vehicle) => {
      const from = vehicle?.start_index;
      const time = from === undefined ? 0 : matrices[vehicle?.profile ?? 'car']?.durations[from]?.[to];
      return vehicle !== undefined && (time === undefined || time <= day_s);
    });
    if (!reachable) note(`${field}.location_index`, to, 'a place that a vehicle reaches within 24 hours');
  }
}

function median(numbers: number[]): number {
  return numbers.toSorted((one, other) => one - other)[numbers.length >> 1] ?? 0;
}
