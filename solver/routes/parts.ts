import { crowFly_m } from '../shared/matrix.ts';
import type { Job, Located, Shipment, Vehicle, VroomProblem } from './problem.ts';

/** What is served as one: a job, or both halves of a shipment. */
export type Request = { job: Job; shipment?: never } | { job?: never; shipment: Shipment };

export interface Part {
  vehicles: Vehicle[];
  requests: Request[];
}

export const requestsOf = ({ jobs = [], shipments = [] }: VroomProblem): Request[] => [
  ...jobs.map((job) => ({ job })),
  ...shipments.map((shipment) => ({ shipment })),
];

/** The stops of a request, as a solution names them. */
export const namesOf = ({ job, shipment }: Request): string[] =>
  job ? [`job ${job.id}`] : [`pickup ${shipment.pickup.id}`, `delivery ${shipment.delivery.id}`];

/** Where a request begins. */
export const spotOf = ({ job, shipment }: Request): Located => job ?? shipment.pickup;

const startOf = ({ start, start_index, end, end_index }: Vehicle): Located => ({
  ...((start ?? end) && { location: (start ?? end)! }),
  ...((start_index ?? end_index) !== undefined && { location_index: (start_index ?? end_index)! }),
});

/** How far apart two spots are: by the first table of the problem, or by crow-fly where it has none. */
export function measureOf({ matrices }: VroomProblem): (one: Located, other: Located) => number {
  const table = matrices === undefined ? undefined : Object.values(matrices)[0]?.durations;
  return (one, other) =>
    table === undefined
      ? crowFly_m(one.location!, other.location!)
      : table[one.location_index!]![other.location_index!]!;
}

/** A problem of its own for some vehicles and requests; it shares the tables of the whole. */
export function problemOf(whole: VroomProblem, { vehicles, requests }: Part): VroomProblem {
  return {
    ...whole,
    vehicles,
    jobs: requests.flatMap(({ job }) => job ?? []),
    shipments: requests.flatMap(({ shipment }) => shipment ?? []),
  };
}

/**
 * Halves a part again and again between two far ends until none has more than `most` stops. Each half gets the vehicles that
 * start nearer to it, and of those at one depot its share of every kind.
 */
export function divide(problem: VroomProblem, most: number): Part[] {
  const apart = measureOf(problem);
  const weigh = weightOf(problem);
  const halve = (part: Part): Part[] => {
    const { requests, vehicles } = part;
    if (requests.length < 2 || vehicles.length < 2) return [part];
    if (requests.reduce((sum, { job }) => sum + (job ? 1 : 2), 0) <= most) return [part];
    const far = (from: Located): Located =>
      requests.map(spotOf).reduce((best, spot) => (apart(from, spot) > apart(from, best) ? spot : best));
    const left = far(spotOf(requests[0]!));
    const right = far(left);
    const lean = (spot: Located): number => apart(left, spot) - apart(spot, right);
    const sorted = sortedBy(requests, (request) => lean(spotOf(request)));
    const all = requests.reduce((sum, request) => sum + weigh(request), 0);
    let sum = 0;
    const cut = Math.max(
      1,
      sorted.findIndex((request) => (sum += weigh(request)) >= all / 2),
    );
    const turns = turnsOf(vehicles);
    const fleet = sortedBy([...vehicles.keys()], (at) => lean(startOf(vehicles[at]!)) + turns[at]! / 2).map(
      (at) => vehicles[at]!,
    );
    const middle = Math.ceil(fleet.length / 2);
    return [
      ...halve({ requests: sorted.slice(0, cut), vehicles: fleet.slice(0, middle) }),
      ...halve({ requests: sorted.slice(cut), vehicles: fleet.slice(middle) }),
    ];
  };
  return halve({ requests: requestsOf(problem), vehicles: problem.vehicles });
}

/** The share of a vehicle's room, in the scarcest dimension of the whole, that a request takes; a stop counts a little as well. */
function weightOf(problem: VroomProblem): (request: Request) => number {
  const amountsOf = ({ job, shipment }: Request): number[] => shipment?.amount ?? job?.delivery ?? job?.pickup ?? [];
  const needed: number[] = [];
  for (const request of requestsOf(problem)) {
    amountsOf(request).forEach((units, d) => (needed[d] = (needed[d] ?? 0) + units));
  }
  const offered = needed.map((_, d) => problem.vehicles.reduce((sum, one) => sum + (one.capacity?.[d] ?? 0), 0));
  const scarce = needed.reduce(
    (best, units, d) => (units / offered[d]! > (needed[best] ?? 0) / (offered[best] ?? 1) ? d : best),
    0,
  );
  const mean = (needed[scarce] ?? 0) / Math.max(1, requestsOf(problem).length);
  return (request) => (amountsOf(request)[scarce] ?? 0) + 0.2 * mean + 1e-6;
}

/** For each vehicle its turn (0 … 1) among those of its kind, so that a cut through one depot takes some of every kind. */
function turnsOf(vehicles: Vehicle[]): number[] {
  const kinds = new Map<string, number[]>();
  vehicles.forEach((vehicle, at) => {
    const kind = JSON.stringify([
      vehicle.capacity,
      vehicle.skills,
      vehicle.profile,
      vehicle.time_window,
      vehicle.costs,
    ]);
    if (!kinds.has(kind)) kinds.set(kind, []);
    kinds.get(kind)!.push(at);
  });
  const turns = vehicles.map(() => 0);
  for (const ats of kinds.values()) ats.forEach((at, turn) => (turns[at] = (turn + 0.5) / ats.length));
  return turns;
}

function sortedBy<T>(list: readonly T[], key: (one: T) => number): T[] {
  return list
    .map((one) => [key(one), one] as const)
    .sort(([one], [other]) => one - other)
    .map(([, one]) => one);
}
