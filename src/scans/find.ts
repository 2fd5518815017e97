import { mayUseSite } from '../auth/index.ts';
import { itemByBarcode, itemsById, itemsByName, itemsByPart, type ItemFound } from '../catalogue/index.ts';
import { lpnsByPart, shipmentsByPart } from '../inbound/index.ts';
import { binPlace, codeOfPlace, lpnPlace, mostAt } from '../inventory/index.ts';
import { binsByPart } from '../layout/index.ts';
import { ordersByPart } from '../orders/index.ts';
import { parcelsByPart } from '../packing/index.ts';
import { codePart, type PartAsked } from '../platform/codePart.ts';
import { done, type Outcome } from '../platform/errors.ts';
import type { Role, Tx, Work } from '../platform/work.ts';
import { sellersSeenBy } from '../sellers/index.ts';
import { cartsByPart, totesByPart } from '../waves/index.ts';
import type { FindQuery, Found } from './schema.ts';

type Kind = Found['found'][number]['kind'];
type Hit = Found['found'][number];

/** Of each kind: who needs more types more. */
const MOST = 8;

/** What a scanner reads before the code of a parcel's label. */
const LABEL_SIGN = /^\(?00\)?(?=\d{18}$)/;

/** What each role works with; of LPNs a seller sees its shipments instead. */
const kindsOf: Partial<Record<Role, Kind[]>> = {
  receiver: ['shipment', 'lpn', 'bin', 'item'],
  seller: ['order', 'parcel', 'shipment', 'item'],
  packer: ['order', 'parcel', 'tote', 'cart', 'item'],
  dispatcher: ['order', 'parcel', 'tote', 'cart', 'bin', 'item'],
};
const everyKind: Kind[] = ['order', 'parcel', 'shipment', 'tote', 'cart', 'lpn', 'bin', 'item'];

/**
 * Whatever has a code that begins or ends with a text, and items whose name it is a part of, at one site, within the asker's
 * walls: at most eight of a kind. Nothing of it names a person.
 */
export async function find(work: Work, { siteId, text }: FindQuery): Promise<Outcome<Found>> {
  const closed = mayUseSite(work, siteId);
  if (closed !== undefined) return closed;
  const { role, sellerId } = work.actor;
  const sellerIds = (await sellersSeenBy(work.tx, sellerId)).map((seller) => seller.sellerId);
  const asked = { part: codePart(text.replace(LABEL_SIGN, '')), sellerIds, siteId, limit: MOST + 1 };
  const lists = await Promise.all((kindsOf[role] ?? everyKind).map((kind) => hits[kind](work.tx, asked)));
  return done({
    found: lists.flatMap((list) => list.slice(0, MOST)),
    more: lists.some((list) => list.length > MOST),
  });
}

const hits: Record<Kind, (tx: Tx, asked: PartAsked) => Promise<Hit[]>> = {
  async order(tx, asked) {
    const orders = await ordersByPart(tx, asked);
    return orders.map(({ externalId, state, orderId, sellerId, placedAt }) => {
      return { kind: 'order', code: externalId, state, sellerId, orderId, at: placedAt };
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
    return bins.map(({ binCode, state }) => {
      return { kind: 'bin', code: binCode, ...(state === 'open' ? {} : { state }), ...lying.get(binPlace(binCode)) };
    });
  },
  async tote(tx, asked) {
    const totes = await totesByPart(tx, asked);
    return totes.map(({ toteCode, orderId, sellerId, laneCode }) => {
      return { kind: 'tote', code: toteCode, sellerId, orderId, ...(laneCode === null ? {} : { place: laneCode }) };
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
    return lpns.map(({ lpnCode, sellerId, state, place }) => {
      const standing = state === 'empty' ? {} : { place: codeOfPlace(place), ...lying.get(lpnPlace(lpnCode)) };
      return { kind: 'lpn', code: lpnCode, state, sellerId, ...standing };
    });
  },
  async item(tx, asked) {
    const items: ItemFound[] = await itemsByPart(tx, asked);
    if (items.length < asked.limit && /\p{L}/u.test(asked.part.from)) items.push(...(await itemsByName(tx, asked)));
    if (items.length === 0) {
      const meant = await itemByBarcode(tx, asked.part.text);
      items.push(...meant.filter(({ sellerId }) => asked.sellerIds.includes(sellerId)));
    }
    const once = new Map(items.map((item) => [item.itemId, item]));
    return [...once.values()].slice(0, asked.limit).map(({ code, name, sellerId, itemId }) => {
      return { kind: 'item', code, name, sellerId, itemId };
    });
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
