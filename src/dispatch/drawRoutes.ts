import { solve } from '../platform/solve.ts';
import { asksRoads, learnLine, lineOf } from './roads/index.ts';
import type { Spot } from './travel.ts';

type Place = [lon: number, lat: number];

/** What is read and written of a VROOM solution whose routes were drawn as the crow flies. */
export interface Drawn {
  routes: { geometry?: string; steps: { location?: Place }[] }[];
}

/** Longer plans are drawn by crow-fly: each way is a question. */
const MOST_WAYS = 500;

/** The same with the lines of roads, as far as somebody knows them. */
export async function drawRoutes<S extends Drawn>(solution: S): Promise<S> {
  const drawn = solution.routes.filter(({ geometry }) => geometry !== undefined);
  const ways = drawn.reduce((sum, { steps }) => sum + steps.length, 0);
  if (ways === 0 || ways > MOST_WAYS || !asksRoads()) return solution;
  const texts = await solve<string[]>('lines', await Promise.all(drawn.map(lineOver)));
  const geometry = new Map(drawn.map((route, at) => [route, texts[at]!]));
  const routes = solution.routes.map((route) => {
    const line = geometry.get(route);
    return line === undefined ? route : { ...route, geometry: line };
  });
  return { ...solution, routes };
}

async function lineOver({ steps }: Drawn['routes'][number]): Promise<Place[]> {
  const spots = steps.flatMap(({ location }): Spot[] => (location ? [{ lat: location[1], lon: location[0] }] : []));
  const line: Spot[] = spots.slice(0, 1);
  for (const [at, to] of spots.slice(1).entries()) {
    await learnLine(spots[at]!, to);
    line.push(...lineOf(spots[at]!, to).slice(1));
  }
  return line.map(({ lat, lon }) => [lon, lat]);
}
