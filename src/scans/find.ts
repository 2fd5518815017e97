import { mayUseSite } from '../auth/index.ts';
import { itemByBarcode, itemsById, itemsByName, itemsByPart, type ItemFound } from '../catalogue/index.ts';
import { vehiclesByPart } from '../dispatch/index.ts';
import { lpnsByPart, shipmentsByPart } from '../inbound/index.ts';
import { binPlace, codeOfPlace, lotsByPart, lpnPlace, mostAt } from '../inventory/index.ts';
import { binsByPart } from '../layout/index.ts';
import { ordersByPart } from '../orders/index.ts';
import { parcelsByPart } from '../packing/index.ts';
import { codePart, type PartAsked, type Ranked } from '../platform/codePart.ts';
import { done, type Outcome } from '../platform/errors.ts';
import type { Role, Tx, Work } from '../platform/work.ts';
import { sellersByPart, sellersSeenBy } from '../sellers/index.ts';
import { cartsByPart, totesByPart } from '../waves/index.ts';
import type { FindQuery, Found } from './schema.ts';

type Kind = Found['found'][number]['kind'];
type Hit = Found['found'][number];
type RankedHit = Hit & Ranked;

/** Of each kind: who needs more types more. */
const MOST = 8;

/** What a scanner reads before the code of a parcel's label. */
const LABEL_SIGN = /^\(?00\)?(?=\d{18}$)/;

/** What each role works with; of LPNs a seller sees its shipments instead, and of sellers itself. */
const kindsOf: Partial<Record<Role, Kind[]>> = {
  receiver: ['shipment', 'lpn', 'bin', 'item', 'lot'],
  seller: ['order', 'parcel', 'shipment', 'item', 'lot'],
  packer: ['order', 'parcel', 'tote', 'cart', 'item'],
  dispatcher: ['order', 'parcel', 'tote', 'cart', 'bin', 'item', 'vehicle'],
};
const everyKind: Kind[] = [
  'order',
  'parcel',
  'shipment',
  'tote',
  'cart',
  'lpn',
  'bin',
  'item',
  'lot',
  'seller',
  'vehicle',
];

/**
 * Whatever has a code that begins or ends with a text, and items, sellers and vehicles whose name it is a part of, at one site,
 * within the asker's walls: at most eight of a kind. What has the very code comes first, then what begins so, then the others;
 * of each kind the latest first. Nothing of it names a person.
 */
export async function find(work: Work, { siteId, text }: FindQuery): Promise<Outcome<Found>> {
  const closed = mayUseSite(work, siteId);
  if (closed !== undefined) return closed;
  const { role, sellerId } = work.actor;
  const sellerIds = (await sellersSeenBy(work.tx, sellerId)).map((seller) => seller.sellerId);
  const asked = { part: codePart(text.replace(LABEL_SIGN, '')), sellerIds, siteId, limit: MOST + 1 };
  const lists = await Promise.all((kindsOf[role] ?? everyKind).map((kind) => hits[kind](work.tx, asked)));
  const nearest = lists.flatMap((list) => list.slice(0, MOST)).sort((one, other) => one.rank - other.rank);
  return done({
    found: nearest.map(withoutRank),
    more: lists.some((list) => list.length > MOST),
  });
}

function withoutRank(found: RankedHit): Hit {
  const { rank: _, ...hit } = found;
  return hit;
}

const hits: Record<Kind, (tx: Tx, asked: PartAsked) => Promise<RankedHit[]>> = {
  async order(tx, asked) {
    const orders = await ordersByPart(tx, asked);
    return orders.map(({ externalId, placedAt, ...more }) => {
      return { kind: 'order', code: externalId, at: placedAt, ...more };
    });
  },
  async parcel(tx, asked) {
    const parcels = await parcelsByPart(tx, asked);
    return parcels.map(({ sscc, ...more }) => ({ kind: 'parcel', code: sscc, ...more }));
  },
  async shipment(tx, asked) {
    const shipments = await shipmentsByPart(tx, asked);
    return shipments.map(({ asn, ...more }) => ({ kind: 'shipment', code: asn, ...more }));
  },
  async cart(tx, asked) {
    const carts = await cartsByPart(tx, asked);
    return carts.map(({ cartCode, laneCode, ...more }) => {
      return { kind: 'cart', code: cartCode, ...more, ...(laneCode === null ? {} : { place: laneCode }) };
    });
  },
  async bin(tx, asked) {
    const bins = await binsByPart(tx, asked);
    const lying = await lyingAt(
      tx,
      asked.siteId,
      bins.map(({ binCode }) => binPlace(binCode)),
    );
    return bins.map(({ binCode, state, rank }) => {
      return {
        kind: 'bin',
        code: binCode,
        rank,
        ...(state === 'open' ? {} : { state }),
        ...lying.get(binPlace(binCode)),
      };
    });
  },
  async tote(tx, asked) {
    const totes = await totesByPart(tx, asked);
    return totes.map(({ toteCode, orderId, sellerId, laneCode, rank }) => {
      return {
        kind: 'tote',
        code: toteCode,
        rank,
        sellerId,
        orderId,
        ...(laneCode === null ? {} : { place: laneCode }),
      };
    });
  },
  async lpn(tx, asked) {
    const lpns = await lpnsByPart(tx, asked);
    const filled = lpns.filter(({ state }) => state === 'filled');
    const lying = await lyingAt(
      tx,
      asked.siteId,
      filled.map(({ lpnCode }) => lpnPlace(lpnCode)),
    );
    return lpns.map(({ lpnCode, sellerId, state, place, rank }) => {
      const standing = state === 'empty' ? {} : { place: codeOfPlace(place), ...lying.get(lpnPlace(lpnCode)) };
      return { kind: 'lpn', code: lpnCode, rank, state, sellerId, ...standing };
    });
  },
  async item(tx, asked) {
    const items: ItemFound[] = await itemsByPart(tx, asked);
    if (items.length < asked.limit && /\p{L}/u.test(asked.part.from)) items.push(...(await itemsByName(tx, asked)));
    if (items.length === 0) {
      const meant = await itemByBarcode(tx, asked.part.text);
      const own = meant.filter(({ sellerId }) => asked.sellerIds.includes(sellerId));
      items.push(...own.map((item) => ({ ...item, rank: 0 })));
    }
    items.sort((one, other) => one.rank - other.rank);
    const once = new Map(items.toReversed().map((item) => [item.itemId, item]));
    return [...once.values()]
      .toReversed()
      .slice(0, asked.limit)
      .map(({ code, name, sellerId, itemId, rank }) => ({ kind: 'item', code, name, sellerId, itemId, rank }));
  },
  async lot(tx, asked) {
    const lots = await lotsByPart(tx, asked);
    return lots.map(({ lot, expiry, ...more }) => {
      return { kind: 'lot', code: lot, ...(expiry === null ? {} : { expiry }), ...more };
    });
  },
  async seller(tx, asked) {
    const sellers = await sellersByPart(tx, asked);
    return sellers.map(({ state, ...more }) => ({ kind: 'seller', ...(state === 'active' ? {} : { state }), ...more }));
  },
  async vehicle(tx, asked) {
    const vehicles = await vehiclesByPart(tx, asked);
    return vehicles.map(({ state, ...more }) => ({
      kind: 'vehicle',
      ...(state === 'active' ? {} : { state }),
      ...more,
    }));
  },
};

type Lying = Pick<Hit, 'itemId' | 'name' | 'others'>;

/** By place, the item that most of its units are of; the ninth place only says that there are more. */
async function lyingAt(tx: Tx, siteId: string, places: string[]): Promise<Map<string, Lying>> {
  if (places.length === 0) return new Map();
  const most = await mostAt(tx, siteId, places.slice(0, MOST));
  const items = await itemsById(
    tx,
    most.map(({ itemId }) => itemId),
  );
  const names = new Map(items.map(({ itemId, name }) => [itemId, name]));
  return new Map(
    most.map(({ place, itemId, items }) => [place, { itemId, name: names.get(itemId)!, others: items - 1 }]),
  );
}
