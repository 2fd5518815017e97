import type { Scan, ScanAnswer } from '../../scans/step.shared.ts';
import type { Second } from './schedule.ts';

/** What happened to an order, by the answers that its people got. */
export interface OrderNote {
  externalId: string;
  orderId: string | undefined;
  units: number;
  lines: number;
  tide: number;
  promised: boolean;
  /** Not taken: the code of the refusal. */
  refused: string | undefined;
  cancelAsked: boolean;
}

/** What the dispatcher and the drivers saw done, beside the routes themselves. */
export interface DispatchNotes {
  /** Stops that were locked and stood where they stood after their routes were planned anew. */
  locks: number;
  /** Rests of routes that were planned anew from where a late vehicle was. */
  replansAfterDelay: number;
  /** Due times that could be missed at a price in those. */
  softWindows: number;
  /** Trips of a vehicle after its first one in the same plan. */
  reloadTrips: number;
  /** Vehicles loaded parcel by parcel as planned, the last stop's first, each to its place. */
  lifoLoads: number;
  /** Parcels that failed at a door and were planned once more. */
  failedReplanned: number;
  /** Orders that were promised the next delivery of the zone in which their address lies. */
  zonePromises: number;
}

/** The runner's own books, kept from the answers it got and from nothing else. */
export interface Notes {
  waits_ms: number[];
  scans: number;
  refusedScans: number;
  refusalsByCode: Map<string, number>;
  byFlow: Map<string, number>;
  orders: Map<string, OrderNote>;
  unitsIn: number;
  unitsLost: number;
  unitsDelivered: number;
  walked_m: number;
  /** As the waves planned it, and the same orders one a tour. */
  planned_m: number;
  single_m: number;
  picksByBin: Map<string, number>;
  hours: Map<number, { ordered: number; picked: number; packed: number; delivered: number }>;
  failedAttempts: number;
  dispatch: DispatchNotes;
  /** Shifts on offer that two drivers wanted at the same moment. */
  offers: { made: number; raced: number; taken: number; gone: number };
  /** Doors at which the phone said that the driver was there. */
  byFence: number;
  routes: number;
  stops: number;
  distance_m: number;
  problems: string[];
  scan(wait_ms: number, scan: Scan, answer: ScanAnswer): void;
  count(at: Second, what: 'ordered' | 'picked' | 'packed' | 'delivered'): void;
  problem(text: string): void;
}

/** More of the same is counted, not listed. */
const MOST_PROBLEMS = 200;

export function makeNotes(): Notes {
  const bump = (map: Map<string, number>, key: string) => map.set(key, (map.get(key) ?? 0) + 1);
  const notes: Notes = {
    waits_ms: [],
    scans: 0,
    refusedScans: 0,
    refusalsByCode: new Map(),
    byFlow: new Map(),
    orders: new Map(),
    unitsIn: 0,
    unitsLost: 0,
    unitsDelivered: 0,
    walked_m: 0,
    planned_m: 0,
    single_m: 0,
    picksByBin: new Map(),
    hours: new Map(),
    failedAttempts: 0,
    dispatch: {
      locks: 0,
      replansAfterDelay: 0,
      softWindows: 0,
      reloadTrips: 0,
      lifoLoads: 0,
      failedReplanned: 0,
      zonePromises: 0,
    },
    offers: { made: 0, raced: 0, taken: 0, gone: 0 },
    byFence: 0,
    routes: 0,
    stops: 0,
    distance_m: 0,
    problems: [],
    scan(wait_ms, scan, answer) {
      notes.waits_ms.push(wait_ms);
      notes.scans += 1;
      bump(notes.byFlow, scan.flow);
      if (answer.ok) return;
      notes.refusedScans += 1;
      bump(notes.refusalsByCode, `${scan.flow} ${answer.refusal.code}`);
    },
    count(at, what) {
      const hour = Math.floor(at / 3600);
      const row = notes.hours.get(hour) ?? { ordered: 0, picked: 0, packed: 0, delivered: 0 };
      row[what] += 1;
      notes.hours.set(hour, row);
    },
    problem(text) {
      if (notes.problems.length < MOST_PROBLEMS) notes.problems.push(text);
    },
  };
  return notes;
}

/** The value below which `share` of the list lies. */
export function quantile(list: number[], share: number): number {
  const sorted = Float64Array.from(list).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}
