import { mayUseSite } from '../auth/index.ts';
import { itemByBarcode, itemsByPart } from '../catalogue/index.ts';
import { goodsOn, lpnsByPart } from '../inbound/index.ts';
import { codeOfPlace } from '../inventory/index.ts';
import { ordersByPart } from '../orders/index.ts';
import { parcelsByPart } from '../packing/index.ts';
import { codePart, type PartAsked } from '../platform/codePart.ts';
import { done, type Outcome } from '../platform/errors.ts';
import type { Role, Tx, Work } from '../platform/work.ts';
import { sellersSeenBy } from '../sellers/index.ts';
import { totesByPart } from '../waves/index.ts';
import type { FindQuery, Found } from './schema.ts';

type Kind = Found['found'][number]['kind'];
type Hit = Found['found'][number];

/** Of each kind: who needs more types more. */
const MOST = 8;

/** What a scanner reads before the code of a parcel's label. */
const LABEL_SIGN = /^\(?00\)?(?=\d{18}$)/;

/** What a role may open; of LPNs a seller sees its shipments instead. */
const kindsOf = (role: Role): Kind[] => {
  if (role === 'receiver') return ['lpn', 'item'];
  if (role === 'seller') return ['order', 'parcel', 'item'];
  return role === 'packer' || role === 'dispatcher'
    ? ['order', 'parcel', 'tote', 'item']
    : ['order', 'parcel', 'tote', 'lpn', 'item'];
};

/**
 * Whatever has a code that begins or ends with a text, at one site, within the asker's walls: at most eight of a kind. Nothing
 * of it names a person.
 */
export async function find(work: Work, { siteId, text }: FindQuery): Promise<Outcome<Found>> {
  const closed = mayUseSite(work, siteId);
  if (closed !== undefined) return closed;
  const { role, sellerId } = work.actor;
  const sellerIds = (await sellersSeenBy(work.tx, sellerId)).map((seller) => seller.sellerId);
  const asked = { part: codePart(text.replace(LABEL_SIGN, '')), sellerIds, siteId, limit: MOST + 1 };
  const lists = await Promise.all(kindsOf(role).map((kind) => hits[kind](work.tx, asked)));
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
  async tote(tx, asked) {
    const totes = await totesByPart(tx, asked);
    return totes.map(({ toteCode, orderId, sellerId, laneCode }) => {
      return { kind: 'tote', code: toteCode, sellerId, orderId, ...(laneCode === null ? {} : { place: laneCode }) };
    });
  },
  async lpn(tx, asked) {
    const lpns = await lpnsByPart(tx, asked);
    return Promise.all(
      lpns.map(async ({ lpnCode, sellerId, state, place }): Promise<Hit> => {
        const standing = state === 'empty' ? {} : { place: codeOfPlace(place) };
        const [first] = state === 'empty' ? [] : await goodsOn(tx, asked.siteId, lpnCode);
        const itemId = first === undefined ? {} : { itemId: first.itemId };
        return { kind: 'lpn', code: lpnCode, state, sellerId, ...standing, ...itemId };
      }),
    );
  },
  async item(tx, asked) {
    const items = [...(await itemsByPart(tx, asked))];
    if (items.length === 0) {
      const meant = await itemByBarcode(tx, asked.part.from);
      items.push(...meant.filter(({ sellerId }) => asked.sellerIds.includes(sellerId)));
    }
    return items.map(({ code, name, sellerId, itemId }) => ({ kind: 'item', code, name, sellerId, itemId }));
  },
};
