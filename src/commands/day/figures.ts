import type { DispatchNotes } from './notes.ts';
import type { StormFigures } from './storm.ts';

/** What a day comes to: printed as a table, as `--json`, and as the HTML report. */
export interface DayFigures {
  seed: number;
  orders: {
    asked: number;
    /** By how they ended: delivered, cancelled, refused, short, late … */
    byOutcome: Record<string, number>;
    lines: number;
    units: number;
    promised: number;
    inFullOnTime: number;
    /** Of the promised orders that were neither cancelled nor refused by their buyers: in full and on time. */
    onTimeShare: number;
  };
  tides: { name: string; orders: number; onTime: number; lastDelivered: string }[];
  scans: {
    total: number;
    refused: number;
    byFlow: Record<string, number>;
    /** By flow and code, the most frequent first. */
    refusals: Record<string, number>;
    p50_ms: number;
    p99_ms: number;
    perSecond: number;
  };
  walking: { walked_m: number; planned_m: number; single_m: number };
  routes: { routes: number; stops: number; distance_km: number; failedAttempts: number };
  dispatch: DispatchNotes;
  /** Shifts on offer, those that two drivers wanted at the same moment, and what these were told. */
  offers: { made: number; raced: number; taken: number; gone: number };
  /** Doors at which the phone said that the driver was there. */
  byFence: number;
  units: { in: number; onHand: number; onTheRoad: number; delivered: number; lost: number; closed: boolean };
  busiestBins: { bin: string; picks: number }[];
  perHour: { hour: number; ordered: number; picked: number; packed: number; delivered: number }[];
  /** Orders that did not end well, each with its code, the event that caused it and what comes next. */
  troubles: { order: string; code: string; cause: string; next: string }[];
  input: { history: number; malformed: number; leftOut: Record<string, number> };
  audit: { clean: boolean; failed: string[]; invariants: number };
  storm: StormFigures | undefined;
  wall_s: number;
  appCpu_s: number;
  databaseCpu_s: number | null;
  problems: string[];
  passed: boolean;
}

/** The table's; the report has them all. */
const SHOWN_REFUSALS = 5;

const thousand = (value: number) => Math.round(value).toLocaleString('en-US');
const percent = (part: number, of: number) => (of === 0 ? '–' : `${((100 * part) / of).toFixed(1)} %`);

/** Rows of the table at the end: a name and its value. */
export function tableOf(day: DayFigures): [string, string][] {
  const { orders, scans, walking, routes, dispatch, units } = day;
  const saved =
    walking.single_m > 0
      ? ` (one order a tour: ${thousand(walking.single_m)} m, saved ${percent(walking.single_m - walking.walked_m, walking.single_m)})`
      : '';
  return [
    ['orders', `${thousand(orders.asked)} with ${thousand(orders.lines)} lines, ${thousand(orders.units)} units`],
    ...Object.entries(orders.byOutcome).map(([outcome, count]): [string, string] => [`  ${outcome}`, thousand(count)]),
    [
      'in full and on time',
      `${thousand(orders.inFullOnTime)} of ${thousand(orders.promised)} promised, ${(100 * orders.onTimeShare).toFixed(2)} %`,
    ],
    ['scans', `${thousand(scans.total)}, ${thousand(scans.refused)} refused, ${thousand(scans.perSecond)}/s`],
    ...Object.entries(scans.refusals)
      .slice(0, SHOWN_REFUSALS)
      .map(([why, count]): [string, string] => [`  ${why}`, thousand(count)]),
    ['scan answer', `p50 ${scans.p50_ms.toFixed(1)} ms, p99 ${scans.p99_ms.toFixed(1)} ms`],
    ['walked', `${thousand(walking.walked_m)} m${saved}`],
    [
      'routes',
      `${routes.routes} with ${thousand(routes.stops)} stops, ${thousand(routes.distance_km)} km, ${routes.failedAttempts} failed attempts`,
    ],
    ['shifts', `${day.offers.raced} raced for by two drivers: ${day.offers.taken} taken, ${day.offers.gone} gone`],
    [
      'dispatch',
      `${dispatch.locks} locks kept, ${dispatch.replansAfterDelay} planned anew after a delay with ${dispatch.softWindows} soft windows, ${dispatch.reloadTrips} reload trips, ${dispatch.lifoLoads} loaded in reverse, ${dispatch.failedReplanned} failed and planned again, ${dispatch.zonePromises} orders promised by their zone`,
    ],
    [
      'units',
      `${thousand(units.in)} in = ${thousand(units.onHand)} on hand + ${thousand(units.onTheRoad)} on the road + ${thousand(units.delivered)} delivered + ${thousand(units.lost)} lost: ${units.closed ? 'closed' : 'OPEN'}`,
    ],
    ['audit', day.audit.clean ? `clean, ${day.audit.invariants} invariants` : `FAILS: ${day.audit.failed.join(', ')}`],
    ...(day.storm === undefined ? [] : [stormRow(day.storm)]),
    [
      'took',
      `${day.wall_s.toFixed(0)} s; app ${day.appCpu_s.toFixed(1)} CPU s${day.databaseCpu_s === null ? '' : `, database ${day.databaseCpu_s.toFixed(1)} CPU s`}`,
    ],
  ];
}

const times = (count: number) => (count === 1 ? 'once' : `${count} times`);

const stormRow = ({ kills, repeated }: StormFigures): [string, string] => [
  'storm',
  `app killed ${times(kills.app)}, database ${times(kills.database)}; ${repeated.requests} requests and ${repeated.scans} scans repeated`,
];

export function printTable(day: DayFigures, print: (line: string) => void): void {
  const table = tableOf(day);
  const width = Math.max(...table.map(([name]) => name.length));
  for (const [name, value] of table) print(`${name.padEnd(width)}  ${value}`);
  for (const trouble of day.troubles.slice(0, 20)) {
    print(`  ${trouble.order}  ${trouble.code}: ${trouble.cause} → ${trouble.next}`);
  }
  if (day.troubles.length > 20) print(`  … and ${day.troubles.length - 20} more`);
  for (const problem of day.problems) print(`PROBLEM  ${problem}`);
}
