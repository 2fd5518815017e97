import { drivingMatrix } from '../shared/matrix.ts';
import type { Located, Matrices, Place, Vehicle, VroomProblem } from './problem.ts';

/** Whether lengths count for a vehicle. */
export const needsLengths = ({ max_distance, costs }: Vehicle): boolean =>
  max_distance !== undefined || (costs?.per_km ?? 0) > 0;

type Rows = Pick<VroomProblem, 'vehicles' | 'jobs' | 'shipments'>;

/** Everything that has a place. */
function spotsOf({ vehicles, jobs = [], shipments = [] }: Rows): Located[] {
  const end = (location: Place | undefined, location_index: number | undefined): Located[] =>
    location_index === undefined ? [] : [{ location_index, ...(location && { location }) }];
  return [
    ...jobs,
    ...shipments.flatMap(({ pickup, delivery }) => [pickup, delivery]),
    ...vehicles.flatMap((vehicle) => [
      ...end(vehicle.start, vehicle.start_index),
      ...end(vehicle.end, vehicle.end_index),
      ...end(vehicle.reload?.location, vehicle.reload?.location_index),
    ]),
  ];
}

/** Whether all of it has coordinates beside its row in the matrices. */
export const isLocated = (rows: Rows): boolean => spotsOf(rows).every(({ location }) => location !== undefined);

/** Where tables of times come without lengths that count, these are those of streets by crow-fly, as without any tables. */
export function withLengths(problem: VroomProblem): VroomProblem {
  const { vehicles, matrices } = problem;
  const lacking = new Set(
    vehicles
      .filter((vehicle) => needsLengths(vehicle))
      .map(({ profile = 'car' }) => profile)
      .filter((profile) => matrices?.[profile] !== undefined && matrices[profile].distances === undefined),
  );
  if (matrices === undefined || lacking.size === 0 || !isLocated(problem)) return problem;
  const at = new Map(spotsOf(problem).map(({ location, location_index }) => [location_index!, location!]));
  const [anywhere] = at.values();
  const size = Object.values(matrices)[0]!.durations.length;
  const { distances } = drivingMatrix(Array.from({ length: size }, (_, row) => at.get(row) ?? anywhere!));
  const measured = Object.entries(matrices).map(([profile, tables]): [string, Matrices] => {
    return [profile, lacking.has(profile) ? { ...tables, distances } : tables];
  });
  return { ...problem, matrices: Object.fromEntries(measured) };
}
