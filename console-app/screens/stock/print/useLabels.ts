import { site } from '../../../frame/site.ts';
import { useAsk, withQuery } from '../../../link/ask.ts';
import { role } from '../../../link/session.ts';
import type { Bins, Item, Lpns, Vehicles } from '../../../link/wire.ts';
import { itemLabels, type Label, mostLabels, type Series, seriesLabels, timesEach } from './labels.ts';

export type Kind = 'items' | 'bins' | 'vehicles' | Series;

const atDesk = ['admin', 'manager', 'dispatcher'];
const atDock = ['admin', 'manager', 'receiver'];

/** What somebody prints who may read the codes: drivers' vehicles are not the dock's. */
export const kindsHere = (): Kind[] => {
  const all: Kind[] = ['items', 'bins', 'totes', 'carts', 'lpns', 'vehicles'];
  return all.filter((kind) => kind !== 'vehicles' || atDesk.includes(role.value));
};

export interface Wanted {
  kind: Kind;
  items: Item[];
  /** How the codes of the bins begin. */
  begin: string;
  /** As typed; null: as proposed. */
  first: string | null;
  count: string;
  copies: string;
}

export interface Chosen {
  labels: Label[];
  /** There are more of them than are made at once. */
  isMore: boolean;
  first: string;
  /** The highest number that is on an LPN here already, where the labels begin no higher. */
  usedTo: number | undefined;
  trouble: Error | undefined;
}

const whole = (text: string): number => (/^\d{1,7}$/.test(text.trim()) ? Number(text) : 0);

/** The stickers that are wanted, as far as they are known. */
export function useLabels({ kind, items, begin, count, copies, ...typed }: Wanted): Chosen {
  const siteId = site.value?.siteId;
  // a page is as much as is made at once; where it has a next one there are more
  const page = withQuery('/v1/bins', { siteId, begin: begin.trim(), limit: mostLabels });
  const bins = useAsk<Bins>(kind === 'bins' ? page : null);
  const vehicles = useAsk<Vehicles>(kind === 'vehicles' ? withQuery('/v1/vehicles', { siteId }) : null);
  const knowsLpns = kind === 'lpns' && atDock.includes(role.value);
  const lpns = useAsk<Lpns>(knowsLpns ? withQuery('/v1/lpns', { siteId }) : null);
  const highest = lpns.value?.highest ?? 0;
  const first = typed.first ?? (lpns.isWaiting ? '' : String((knowsLpns ? highest : 0) + 1));
  const chosen = (): Label[] => {
    if (kind === 'items') return itemLabels(items);
    if (kind === 'bins') return (bins.value?.bins ?? []).map(({ binCode }) => ({ code: binCode }));
    if (kind === 'vehicles') return (vehicles.value?.vehicles ?? []).map(({ code, name }) => ({ code, note: name }));
    return first.trim() === '' ? [] : seriesLabels(kind, whole(first), whole(count));
  };
  return {
    labels: timesEach(chosen(), Math.min(99, whole(copies))),
    isMore: bins.value?.next !== undefined,
    first,
    usedTo: knowsLpns && whole(first) <= highest && highest > 0 ? highest : undefined,
    trouble: bins.trouble ?? vehicles.trouble ?? lpns.trouble,
  };
}
