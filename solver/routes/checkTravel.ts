import { drivingMatrix } from '../shared/matrix.ts';
import type { Located, Vehicle, VroomProblem } from './problem.ts';

/** Travel between two places by the matrices: seconds, metres, and its price where a table of prices gives one. */
export function travel(
  problem: VroomProblem,
  { profile = 'car', speed_factor = 1 }: Vehicle,
  from: Located,
  to: Located,
): { s: number; m: number; price: number | undefined } {
  const tables = problem.matrices?.[profile] ?? drivingMatrix([from.location!, to.location!]);
  const [here, there] = problem.matrices ? [from.location_index!, to.location_index!] : [0, 1];
  const s = Math.round(tables.durations[here]![there]! / speed_factor);
  const table = 'costs' in tables ? tables.costs : undefined;
  const known = tables.distances?.[here]?.[there];
  const m = known ?? (from.location && to.location ? drivingMatrix([from.location, to.location]).distances[0]![1]! : 0);
  return { s, m, price: table?.[here]?.[there] };
}

/** Per cent of the matrix's speed at a moment, and when that changes next. */
function paceAt({ traffic }: VroomProblem, { profile = 'car' }: Vehicle, time: number): [speed: number, until: number] {
  const paces = traffic?.[profile] ?? [];
  const speed = paces.findLast(({ from }) => from <= time)?.speed ?? 100;
  return [speed, paces.find(({ from }) => from > time)?.from ?? Infinity];
}

/** How many hundredths of a matrix second are driven between two moments. */
export function drivenIn(problem: VroomProblem, vehicle: Vehicle, from: number, to: number): number {
  let sum = 0;
  for (let time = from; time < to;) {
    const [speed, until] = paceAt(problem, vehicle, time);
    const next = Math.min(to, until);
    sum += (next - time) * speed;
    time = next;
  }
  return sum;
}

/** More than this is not driven beyond an arrival, as it is told in whole seconds. */
export function secondOf({ traffic }: VroomProblem, { profile = 'car' }: Vehicle): number {
  return Math.max(100, ...(traffic?.[profile] ?? []).map(({ speed }) => speed));
}

export function endsOf(vehicle: Vehicle): [Located | null, Located | null] {
  const spot = (location: [number, number] | undefined, index: number | undefined): Located | null =>
    location === undefined && index === undefined ? null : { location: location!, location_index: index! };
  return [spot(vehicle.start, vehicle.start_index), spot(vehicle.end, vehicle.end_index)];
}

/** Where a vehicle reloads. */
export function reloadOf({ reload, start, start_index }: Vehicle): Located {
  const own = reload?.location !== undefined || reload?.location_index !== undefined;
  return own ? reload : { location: start!, location_index: start_index! };
}

export function together(one: Located, other: Located): boolean {
  if (one.location_index !== undefined && other.location_index !== undefined)
    return one.location_index === other.location_index;
  return one.location?.join() === other.location?.join();
}
