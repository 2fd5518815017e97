import { itemById, type Item } from '../catalogue/index.ts';
import { layoutOf } from '../layout/index.ts';
import { done, notFound, refuse, type Outcome } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import type { Tx, Work } from '../platform/work.ts';
import { sellerById } from '../sellers/index.ts';
import { USED_NEIGHBOURS } from './affinity.ts';
import { rank, type Candidate, type Choosing, type Home } from './choose.ts';
import { forbiddenBy, NOTHING, roomFor, type Goods } from './rules.ts';
import type { Why } from './schema.ts';
import { refreshSpace, shuffleOf } from './refreshSpace.ts';
import * as store from './store.ts';

export interface GoodsOfLpn {
  siteId: string;
  lpnCode: string;
  sellerId: string;
  itemId: string;
  lot: string;
  condition: string;
  quantity: number;
}

export interface Suggested {
  reservationId: string;
  binCode: string;
  /** Fewer than asked where no one bin takes them all: the rest is asked for again once these lie. */
  quantity: number;
  why: Why;
}

/** How long a worker may take from the label to the bin before others may have the space. */
const KEPT_MS = 30 * 60_000;

/** Goods not for sale are kept out of pick faces while other room is left. */
const KINDS = { sellable: ['pick', 'reserve'], other: ['return', 'stage', 'reserve', 'pick'] };

/**
 * Chooses a bin for goods of an LPN and keeps its room for them; asked again it answers the same. `notBins` are those
 * that the worker found to be unfit. Refuses `no_bin_free`.
 */
export async function suggestBin(work: Work, asked: GoodsOfLpn & { notBins?: string[] }): Promise<Outcome<Suggested>> {
  const { siteId, lpnCode, itemId, lot, condition } = asked;
  const refused = asked.notBins ?? [];
  const key = { siteId, lpnCode, itemId, lot, condition };
  const kept = await store.reservationFor(work.tx, { ...key, at: work.at });
  if (kept !== undefined && kept.quantity <= asked.quantity && !refused.includes(kept.binCode)) return done(kept);
  const item = await itemById(work.tx, itemId);
  if (item === undefined) return notFound('item', 'itemId', itemId);
  const goods = await goodsOf(work.tx, asked, item);
  const outlook = await outlookFor(work.tx, asked);
  for (const round of ['as known', 'refreshed'] as const) {
    if (round === 'refreshed') await refreshSpace(work, siteId);
    for (const kind of condition === 'sellable' ? KINDS.sellable : KINDS.other) {
      const found = await search(work, { ...outlook, asked, goods, kind, refused });
      if (found !== undefined) return done(found);
    }
  }
  return refuse('no_bin_free', 'No bin has room for these goods', { details: { itemId, quantity: asked.quantity } });
}

export async function goodsOf(tx: Tx, asked: GoodsOfLpn, item: Item): Promise<Goods> {
  const seller = await sellerById(tx, asked.sellerId);
  return {
    sellerId: asked.sellerId,
    itemId: asked.itemId,
    lot: asked.lot,
    quantity: asked.quantity,
    unitVolume_cm3: item.unitVolume_cm3,
    unitWeight_g: item.weight_g,
    temperature: item.temperature,
    ownBins: seller?.terms.ownBins ?? false,
  };
}

interface Outlook {
  layout: Choosing['layout'];
  pace: number;
  homes: Home[];
}

async function outlookFor(tx: Tx, asked: GoodsOfLpn): Promise<Outlook> {
  const { layout } = await layoutOf(tx, asked.siteId);
  const standing = await store.standingOf(tx, asked.sellerId, asked.itemId, USED_NEIGHBOURS);
  const homes = await homesOf(tx, asked, standing);
  const pace = standing === undefined || standing.highest === 0 ? 0.1 : Math.sqrt(standing.demand / standing.highest);
  return { layout, pace, homes };
}

/** Pick bins of the item and of its companions; a companion weighs its share of them all, the item itself nothing. */
async function homesOf(tx: Tx, asked: GoodsOfLpn, standing: store.Standing | undefined): Promise<Home[]> {
  const total = standing?.weights.reduce((sum, weight) => sum + weight, 0) ?? 0;
  const weights = new Map(standing?.neighbours.map((itemId, i) => [itemId, standing.weights[i]! / total]));
  const holding = await store.pickBinsHolding(tx, asked.siteId, [asked.itemId, ...weights.keys()]);
  return holding.map((home) => ({ ...home, weight: weights.get(home.itemId) ?? 0 }));
}

interface Search extends Outlook {
  asked: GoodsOfLpn;
  goods: Goods;
  kind: string;
  refused: string[];
}

async function search(work: Work, wanted: Search): Promise<Suggested | undefined> {
  const { asked, goods, layout, pace, homes } = wanted;
  const spots = bestAisles(homes.filter((home) => home.itemId !== asked.itemId));
  const found = await store.candidatesNear(work.tx, {
    siteId: asked.siteId,
    kind: wanted.kind,
    temperature: goods.temperature,
    volume_cm3: goods.unitVolume_cm3,
    weight_g: goods.unitWeight_g,
    aisles: spots.map((spot) => spot.aisle),
    ys_mm: spots.map((spot) => spot.y_mm),
    random: shuffleOf(`${asked.lpnCode} ${asked.itemId}`),
    refused: wanted.refused,
  });
  const binCodes = found.map((bin) => bin.binCode);
  const loads = await store.loadsOf(work.tx, { binCodes, except: asked, at: work.at });
  const candidates: Candidate[] = found.map((bin) => ({ ...bin, load: loads.get(bin.binCode) ?? NOTHING }));
  for (const chosen of rank({ layout, goods, pace, homes, candidates }).slice(0, 10)) {
    const kept = await keep(work, asked, goods, chosen);
    if (kept !== undefined) return kept;
  }
  return undefined;
}

/** The three aisles that draw the goods most, each with the middle of what draws them. */
function bestAisles(homes: Home[]): { aisle: number; y_mm: number }[] {
  const aisles = new Map<number, { weight: number; moment: number }>();
  for (const { aisle, y_mm, weight } of homes) {
    const sum = aisles.get(aisle) ?? { weight: 0, moment: 0 };
    aisles.set(aisle, { weight: sum.weight + weight, moment: sum.moment + weight * y_mm });
  }
  return [...aisles]
    .filter(([, sum]) => sum.weight > 0)
    .sort(([a, x], [b, y]) => y.weight - x.weight || a - b)
    .slice(0, 3)
    .map(([aisle, sum]) => ({ aisle, y_mm: Math.round(sum.moment / sum.weight) }));
}

/** Under the bin's lock: is there still room? Then it is kept; somebody faster leaves the next best bin. */
async function keep(
  work: Work,
  asked: GoodsOfLpn,
  goods: Goods,
  chosen: { binCode: string; why: Why },
): Promise<Suggested | undefined> {
  const { siteId } = asked;
  const bin = await store.lockBin(work.tx, siteId, chosen.binCode);
  if (bin === undefined) return undefined;
  const loads = await store.loadsOf(work.tx, { binCodes: [bin.binCode], except: asked, at: work.at });
  const load = loads.get(bin.binCode) ?? NOTHING;
  const quantity = Math.min(goods.quantity, roomFor(bin, load, goods));
  if (quantity === 0 || forbiddenBy(bin, load, goods) !== undefined) return undefined;
  const suggested = { reservationId: newId(), binCode: bin.binCode, quantity, why: chosen.why };
  await store.keepReservation(work.tx, {
    ...asked,
    ...suggested,
    expiresAt: new Date(work.at.getTime() + KEPT_MS),
  });
  await store.hintSpace(work.tx, {
    siteId,
    binCode: bin.binCode,
    free_volume_cm3: bin.maxVolume_cm3 - load.volume_cm3 - quantity * goods.unitVolume_cm3,
    free_weight_g: bin.maxWeight_g - load.weight_g - quantity * goods.unitWeight_g,
  });
  return suggested;
}
