import type { Audit } from '../audit/run.ts';
import type { Ending } from './books.ts';
import type { DayFigures } from './figures.ts';
import { quantile } from './notes.ts';
import type { Played } from './play.ts';

/** The share of promised orders that a day has to deliver in full and on time. */
const ENOUGH = 0.97;

interface Measured {
  audit: Audit;
  appCpu_s: number;
  databaseCpu_s: number | null;
  wall_s: number;
}

/** Puts the day's answers together, and decides whether it passed. */
export function closingOf(
  { stage, books, input, storm }: Played,
  { audit, appCpu_s, databaseCpu_s, wall_s }: Measured,
): DayFigures {
  const { notes, options, tides } = stage;
  const wanted = books.endings.filter(
    ({ note, outcome }) => note.promised && outcome !== 'cancelled' && !note.cancelAsked,
  );
  const good = wanted.filter(({ onTime }) => onTime).length;
  const onTimeShare = wanted.length === 0 ? 0 : good / wanted.length;
  const units = {
    in: notes.unitsIn,
    onHand: books.onHand,
    onTheRoad: books.onTheRoad,
    delivered: books.delivered,
    lost: notes.unitsLost,
    closed: notes.unitsIn === books.onHand + books.onTheRoad + books.delivered + notes.unitsLost,
  };
  const unexplained = books.endings.filter(({ trouble }) => trouble !== undefined && trouble.cause === '');
  const problems = [
    ...notes.problems,
    ...(units.closed ? [] : ['the books do not close: units in differ from on hand + on the road + delivered + lost']),
    ...(onTimeShare >= ENOUGH
      ? []
      : [`in full and on time: ${(100 * onTimeShare).toFixed(2)} %, expected ${100 * ENOUGH} %`]),
    ...(storm === undefined || storm.missed === 0
      ? []
      : [`the day was over before ${storm.missed} of its storm's kills`]),
    ...unexplained.slice(0, 10).map(({ note }) => `order ${note.externalId} ended without a cause`),
  ];
  const byOutcome: Record<string, number> = {};
  for (const { outcome } of books.endings) byOutcome[outcome] = (byOutcome[outcome] ?? 0) + 1;
  const seconds = Math.max(1, wall_s);
  return {
    seed: options.seed,
    orders: {
      asked: stage.orders.length,
      byOutcome,
      lines: total(books.endings, ({ note }) => note.lines),
      units: total(books.endings, ({ note }) => note.units),
      promised: wanted.length,
      inFullOnTime: good,
      onTimeShare,
    },
    tides: tides.map(({ name }, at) =>
      tideOf(
        name,
        books.endings.filter(({ note }) => note.tide === at),
      ),
    ),
    scans: {
      total: notes.scans,
      refused: notes.refusedScans,
      byFlow: Object.fromEntries(notes.byFlow),
      refusals: Object.fromEntries([...notes.refusalsByCode].sort(([, a], [, b]) => b - a)),
      p50_ms: quantile(notes.waits_ms, 0.5),
      p99_ms: quantile(notes.waits_ms, 0.99),
      perSecond: notes.scans / seconds,
    },
    walking: { walked_m: notes.walked_m, planned_m: notes.planned_m, single_m: notes.single_m },
    routes: {
      routes: notes.routes,
      stops: notes.stops,
      distance_km: notes.distance_m / 1000,
      failedAttempts: notes.failedAttempts,
    },
    dispatch: notes.dispatch,
    offers: notes.offers,
    byFence: notes.byFence,
    units,
    busiestBins: [...notes.picksByBin]
      .sort(([, a], [, b]) => b - a)
      .slice(0, 12)
      .map(([bin, picks]) => ({ bin, picks })),
    perHour: [...notes.hours].sort(([a], [b]) => a - b).map(([hour, row]) => ({ hour, ...row })),
    troubles: books.endings.flatMap(({ note, trouble }) =>
      trouble === undefined ? [] : [{ order: note.externalId, ...trouble }],
    ),
    input: { history: input.history.length, malformed: input.malformed.length, leftOut: input.leftOut },
    audit: {
      clean: audit.clean,
      failed: audit.invariants.filter(({ rows }) => rows.length > 0).map(({ number, name }) => `${number} ${name}`),
      invariants: audit.invariants.length,
    },
    storm,
    wall_s,
    appCpu_s,
    databaseCpu_s,
    problems,
    passed:
      audit.clean && units.closed && onTimeShare >= ENOUGH && unexplained.length === 0 && (storm?.missed ?? 0) === 0,
  };
}

const total = (endings: Ending[], of: (ending: Ending) => number) => endings.reduce((sum, one) => sum + of(one), 0);

function tideOf(name: string, endings: Ending[]): DayFigures['tides'][number] {
  const times = endings.flatMap(({ deliveredAt, outcome }) =>
    outcome === 'delivered' && deliveredAt ? [deliveredAt] : [],
  );
  return {
    name,
    orders: endings.length,
    onTime: endings.filter(({ onTime }) => onTime).length,
    lastDelivered: times.sort().at(-1) ?? '–',
  };
}
