import type { Work } from '../platform/work.ts';
import { countStopsBefore, setEtaWindows, trackingsOf } from '../shipping/index.ts';
import type { Range } from './eta.ts';
import { stopParcelsOf } from './store.ts';

/** Customers hear of a new window where its middle moved by more, or where it is half as wide. */
const TELL_MS = 15 * 60_000;
const ROUND_MS = 5 * 60_000;

export interface StopRange extends Range {
  stopId: string;
  /** Doors of its route that the driver sees first. */
  before: number;
}

/** New windows to the customers of doors ahead, where what they were told holds no more. */
export async function tellArrivals(
  work: Work,
  siteId: string,
  { routeIds, ranges }: { routeIds: string[]; ranges: StopRange[] },
): Promise<void> {
  const rangeOf = new Map(ranges.map((range) => [range.stopId, windowOf(range)]));
  const lines = (await stopParcelsOf(work.tx, siteId, routeIds)).filter(({ live }) => live);
  const parcelIds = lines.flatMap(({ parcelId, stopId }) => (rangeOf.has(stopId) ? [parcelId] : []));
  const told = new Map((await trackingsOf(work.tx, parcelIds)).map((tracking) => [tracking.parcelId, tracking]));
  const news = lines.flatMap(({ parcelId, stopId }) => {
    const window = rangeOf.get(stopId);
    const { etaFrom = null, etaTo = null } = told.get(parcelId) ?? {};
    if (window === undefined || (etaFrom && etaTo && !differs(window, { etaFrom, etaTo }))) return [];
    return [{ parcelId, ...window }];
  });
  await setEtaWindows(work, siteId, news);
  const before = new Map(ranges.map((range) => [range.stopId, range.before]));
  const moved = lines.flatMap(({ parcelId, stopId }) => {
    const stopsBefore = before.get(stopId);
    if (stopsBefore === undefined || told.get(parcelId)?.stopsBefore === stopsBefore) return [];
    return [{ parcelId, stopsBefore }];
  });
  await countStopsBefore(work, siteId, moved);
}

interface Window {
  etaFrom: Date;
  etaTo: Date;
}

/** Outward to five minutes: nobody is told seconds. */
function windowOf({ from, to }: Range): Window {
  return {
    etaFrom: new Date(Math.floor(from.getTime() / ROUND_MS) * ROUND_MS),
    etaTo: new Date(Math.ceil(to.getTime() / ROUND_MS) * ROUND_MS),
  };
}

function differs(now: Window, told: Window): boolean {
  const middle = ({ etaFrom, etaTo }: Window) => (etaFrom.getTime() + etaTo.getTime()) / 2;
  const width = ({ etaFrom, etaTo }: Window) => etaTo.getTime() - etaFrom.getTime();
  return Math.abs(middle(now) - middle(told)) > TELL_MS || width(now) <= width(told) / 2;
}
