import type { Spot } from '../../platform/geometry.ts';
import { roadQuestions } from '../../platform/metrics.ts';
import { KnownTables } from './known.ts';
import type { Leg, Roads } from './port.ts';
import { osrm } from './osrm.ts';
import { valhalla } from './valhalla.ts';

export { NO_WAY, type Leg } from './port.ts';

/** 4 million ways are 32 MB. */
const MOST_CELLS = 4_000_000;
/** More spots are not asked for: a plan of them is drawn by crow-fly, in parts. */
const MOST_SPOTS = 1_000;
/** Lines of single ways, of a few kilobytes each. */
const MOST_LINES = 2_000;

let roads: Roads | undefined;
/** Of tables that were asked for, and of uploaded ones, which go before. */
let asked = new KnownTables(MOST_CELLS);
export let uploaded = new KnownTables(MOST_CELLS / 4);
const lines = new Map<string, Spot[]>();

/** Who is asked for ways from now on; nobody: they are crow-fly by a speed of the hour. What was known is forgotten. */
export function useRoads(of: { kind: 'osrm' | 'valhalla'; url: string } | undefined): void {
  roads = of === undefined ? undefined : of.kind === 'osrm' ? osrm(of.url) : valhalla(of.url);
  asked = new KnownTables(MOST_CELLS);
  uploaded = new KnownTables(MOST_CELLS / 4);
  lines.clear();
}

/** Whether somebody is asked for ways. */
export const asksRoads = (): boolean => roads !== undefined;

/** A way that a table knows, as it is driven on empty roads. */
export const knownLeg = (from: Spot, to: Spot): Leg | undefined => uploaded.leg(from, to) ?? asked.leg(from, to);

export const knowsAny = (): boolean => asked.cells + uploaded.cells > 0;

let questions = 0;

/** Asks for the ways between these spots, once; where nobody answers they stay unknown. */
export async function learnTable(spots: readonly Spot[]): Promise<void> {
  const isBounded = spots.length > 1 && spots.length <= MOST_SPOTS;
  if (roads === undefined || !isBounded || uploaded.covers(spots) || asked.covers(spots)) return;
  const table = await answered(roads, (of) => of.table(spots));
  if (table !== undefined) asked.keep(String((questions += 1)), spots, table);
}

const keyOf = (from: Spot, to: Spot) => `${from.lat} ${from.lon} ${to.lat} ${to.lon}`;

/** The line that is driven from one spot to another, as far as it is known; straight else. */
export const lineOf = (from: Spot, to: Spot): readonly Spot[] => lines.get(keyOf(from, to)) ?? [from, to];

/** Asks for that line, once; where nobody answers it stays straight. */
export async function learnLine(from: Spot, to: Spot): Promise<void> {
  const key = keyOf(from, to);
  if (roads === undefined || lines.has(key)) return;
  const way = await answered(roads, (of) => of.way([from, to]));
  if (way === undefined || way.line.length < 2) return;
  lines.set(key, way.line);
  if (lines.size > MOST_LINES) lines.delete(lines.keys().next().value!);
}

async function answered<T>(of: Roads, ask: (of: Roads) => Promise<T>): Promise<T | undefined> {
  try {
    const answer = await ask(of);
    roadQuestions.inc({ roads: of.name, answered: 'yes' });
    return answer;
  } catch {
    roadQuestions.inc({ roads: of.name, answered: 'no' });
    return undefined;
  }
}
