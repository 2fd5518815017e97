import { binFacts, layoutOf, walk_mm, type WalkingLayout } from '../layout/index.ts';
import { solve } from '../platform/solve.ts';
import type { Tx } from '../platform/work.ts';
import { chunked, serpentine, type Spot, type Tour } from './rules.ts';

/** A site as the solvers see it; lengths in mm. */
export interface Floor {
  layout: { aisleX: number[]; crossY: number[] };
  depot: { aisle: number; y: number };
  spots: Map<string, Spot>;
  walking: WalkingLayout;
  /** False once a solver has failed and a rule of thumb stood in. */
  solved: boolean;
}

export async function floorOf(tx: Tx, siteId: string, binCodes: string[]): Promise<Floor> {
  const { layout } = await layoutOf(tx, siteId);
  const bins = await binFacts(tx, siteId, binCodes);
  const spots = new Map(bins.map(({ binCode, aisle, y_mm }) => [binCode, { aisle, y_mm }]));
  return { ...shapeOf(layout), spots, walking: layout, solved: true };
}

const shapeOf = ({ aisleX_mm, crossY_mm, depot }: WalkingLayout) => ({
  layout: { aisleX: aisleX_mm, crossY: crossY_mm },
  depot: { aisle: depot.aisle, y: depot.y_mm },
});

const pickAt = (floor: Floor, bin: string) => {
  const { aisle, y_mm } = floor.spots.get(bin)!;
  return { id: bin, at: [{ aisle, y: y_mm }] };
};

interface PathAnswer {
  length: number;
  visits: { id: string }[];
}

export interface Path {
  bins: string[];
  walk_mm: number;
}

/** Problems in one message to a solver thread: enough to make the message cheap, few enough to share two threads. */
const PATHS_AT_ONCE = 200;

/** The shortest closed walk through each list of bins; in the order of a serpentine where the solver fails. */
export async function pathsOf(floor: Floor, tours: string[][]): Promise<Path[]> {
  const problems = tours.map((bins) => ({
    layout: floor.layout,
    depot: floor.depot,
    picks: bins.map((bin) => pickAt(floor, bin)),
  }));
  try {
    const answers = await Promise.all(
      chunked(problems, PATHS_AT_ONCE).map((part) => solve<PathAnswer[]>('pickpath', part)),
    );
    return answers
      .flat()
      .map(({ length, visits }) => ({ walk_mm: Math.round(length), bins: visits.map(({ id }) => id) }));
  } catch {
    floor.solved = false;
    return tours.map((bins) => byRule(floor, bins));
  }
}

function byRule(floor: Floor, tour: string[]): Path {
  const bins = serpentine(tour, floor.spots);
  const { depot } = floor.walking;
  const stops = [depot, ...bins.map((bin) => floor.spots.get(bin)!), depot];
  const legs = stops.slice(1).map((stop, i) => walk_mm(floor.walking, stops[i]!, stop));
  return { bins, walk_mm: legs.reduce((sum, leg) => sum + leg, 0) };
}

/** Which orders go together on a cart of so many slots; next to each other as they came where the solver fails. */
export async function cartsOf(floor: Floor, chunk: Tour[], slots: number, seconds: number): Promise<Tour[][]> {
  const byId = new Map(chunk.map((tour) => [tour.orderId, tour]));
  const problem = {
    layout: floor.layout,
    depot: floor.depot,
    capacity: slots,
    orders: chunk.map((tour) => ({ id: tour.orderId, weight: 1, picks: tour.bins.map((bin) => pickAt(floor, bin)) })),
  };
  try {
    const { batches } = await solve<{ batches: { orders: string[] }[] }>('batching', problem, { seconds, seed: 1 });
    return batches.map(({ orders }) => orders.map((id) => byId.get(id)!));
  } catch {
    floor.solved = false;
    return chunked(chunk, slots);
  }
}
