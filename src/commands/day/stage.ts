import type { Scan, ScanAnswer, Step } from '../../scans/step.shared.ts';
import { openHandheld, type Handheld, type Http } from './client.ts';
import type { Notes } from './notes.ts';
import type { DayOptions } from './options.ts';
import type { PlannedOrder, Tide } from './plan.ts';
import type { Random } from './random.ts';
import type { Next, Schedule, Second } from './schedule.ts';
import { enrol, type Ground } from './setup.ts';
import type { Site } from './site.ts';

/** What is physically in the building, beside what the system believes. */
export interface Floor {
  freeCarts: string[];
  freeTotes: string[];
  /** LPNs that stand at the dock, received and not yet put away. */
  lpnsAtDock: string[];
  /** Totes at the packing lanes, in the order in which they came. */
  totesAtLanes: string[];
  /** Totes of cancelled orders, set aside by those who found them. */
  totesAside: string[];
  /** Shipments whose truck stands at the gate: what each box of it holds. */
  trucks: Truck[];
  /** Labels of parcels that drivers brought back. */
  parcelsBack: string[];
  /** Bins that goods are picked from. */
  shelves: string[];
  /** Where a bin is, for walking. */
  binAt: Map<string, { aisle: number; y_mm: number }>;
  layout: { aisleX_mm: number[]; crossY_mm: number[]; depot: { aisle: number; y_mm: number } };
  /** What really lies in a bin: sku → units. */
  contents: Map<string, Map<string, number>>;
  /** How many people have their hands in a bin: what they hold belongs to it until its scan is answered. */
  handsIn: Map<string, number>;
  /** Labels of parcels that somebody has in hand to open. */
  opening: Set<string>;
  /** Bins that somebody counts. */
  counting: Set<string>;
  nextLpn: number;
}

export interface Truck {
  shipmentId: string;
  asn: string;
  seller: number;
  arrived: Promise<void> | undefined;
  boxes: { sscc: string; lines: { sku: string; quantity: number }[] }[];
}

export interface DriverOnRoad {
  http: Http;
  /** Given to him, the first to leave first, until he has come back from it. */
  routeIds: string[];
}

/** Vehicles and who drives them. */
export interface Road {
  vehicleIds: Map<string, string>;
  driverOf: Map<string, DriverOnRoad>;
  /** Vehicles that stand in the yard. */
  idle: Set<string>;
  /** The route of somebody who lost much time and asks for a better order of what is left. */
  late: string | undefined;
  /** Somebody has lost his time already. */
  hasLost: boolean;
  /** Labels of parcels that failed at a door today. */
  failed: Set<string>;
  /** A driver found no such door: the desk asks the customer. */
  misled: boolean;
}

/** Everything that the people of the day share. */
export interface Stage {
  site: Site;
  options: DayOptions;
  ground: Ground;
  schedule: Schedule;
  random: Random;
  floor: Floor;
  road: Road;
  notes: Notes;
  orders: PlannedOrder[];
  tides: Tide[];
  units: Map<string, number>;
  /** Second of the day → instant. */
  instant(at: Second): Date;
  now(): Date;
  /** What is told the customer; on a running instance the day is shorter than the wall's, so nothing is late. */
  promiseBy(deliverBy: Second): Date;
}

/** Wakes at the latest then, and when one of the topics rings. */
export const wait = (topics: string[], atLatest_s = 900): Next => ({ when: topics, atLatest_s });
export const after = (in_s: number): Next => ({ in_s });

/** A person's handheld in this day: enrolled, its answers noted, its news rung. */
export function handheldOf(stage: Stage, person: Http, topics: string[]): Promise<Handheld> {
  return openHandheld({
    wire: stage.site,
    http: person,
    now: stage.now,
    enrol: (deviceId) => enrol(stage.ground, person, deviceId),
    topics,
    onNews: (topic) => stage.schedule.ring(topic),
    onAnswer: (wait_ms, scan, answer) => stage.notes.scan(wait_ms, scan, answer),
  });
}

/** What a person sees on the screen, and one trigger pull that may be refused. */
export interface Hands {
  screen: Step;
  handheld: Handheld;
  /** Scans and takes over the next screen; the refusal's code where it was refused. */
  pull(code: string, more?: Partial<Scan>): Promise<string | undefined>;
  type(text: string): Promise<string | undefined>;
  press(
    choice: string,
    more?: { reason?: string; quantity?: number; answer?: Scan['answer'] },
  ): Promise<string | undefined>;
  look(): Promise<void>;
  /** The last answer, for what it says beside the next step. */
  last: ScanAnswer | undefined;
}

/** What people with these screens wait for. */
const HEARD: Partial<Record<Scan['flow'], string[]>> = {
  pick: ['waves.launched', 'waves.delivered', 'waves.leaseLost', 'packing.toteEmptied'],
  pack: ['packing.openParcelAsked'],
  count: ['waves.countAsked'],
};

export async function handsOf(stage: Stage, person: Http, flow: Scan['flow']): Promise<Hands> {
  const handheld = await handheldOf(stage, person, HEARD[flow] ?? []);
  const hands: Hands = {
    handheld,
    screen: await handheld.step(flow),
    last: undefined,
    async pull(code, more = {}) {
      const answer = await handheld.scan(flow, code, more);
      hands.last = answer;
      if (answer.step !== undefined) hands.screen = answer.step;
      return answer.ok ? undefined : answer.refusal.code;
    },
    type: (text) => hands.pull(text, { source: 'typed' }),
    press: (choice, more = {}) =>
      hands.pull('', {
        source: 'typed',
        answer: { ...more.answer, choice, ...(more.reason === undefined ? {} : { reason: more.reason }) },
        ...(more.quantity === undefined ? {} : { quantity: more.quantity }),
      }),
    async look() {
      hands.screen = await handheld.step(flow);
    },
  };
  return hands;
}

/** Walking distance over aisles and cross aisles, in metres. */
export function walk_m(floor: Floor, from: string | undefined, to: string | undefined): number {
  const { aisleX_mm, crossY_mm, depot } = floor.layout;
  const a = (from === undefined ? undefined : floor.binAt.get(from)) ?? depot;
  const b = (to === undefined ? undefined : floor.binAt.get(to)) ?? depot;
  if (a.aisle === b.aisle) return Math.abs(a.y_mm - b.y_mm) / 1000;
  const across = Math.abs((aisleX_mm[a.aisle] ?? 0) - (aisleX_mm[b.aisle] ?? 0));
  const along = Math.min(...crossY_mm.map((y) => Math.abs(a.y_mm - y) + Math.abs(b.y_mm - y)));
  return (across + along) / 1000;
}

/** A loaded cart goes at a walk. */
export const WALK_M_S = 1.1;
