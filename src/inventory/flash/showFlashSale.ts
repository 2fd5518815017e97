import { mayUseSite } from '../../auth/index.ts';
import { done, notFound, type Outcome } from '../../platform/errors.ts';
import type { Work } from '../../platform/work.ts';
import type { FlashSale, FlashSales, FlashSaleShown, FlashSalesQuery } from '../schema.ts';
import {
  refusalsOf,
  salesPage,
  soldSince,
  spansOf,
  standingsOf,
  TICK_S,
  type SaleStanding,
  type Span,
} from '../store.ts';
import { isOver, leftOf, phaseOf } from './rules.ts';

export function shownSale(sale: SaleStanding, at: Date): FlashSale {
  const { siteId, saleId, sellerId, itemId, startsAt, endsAt, setAside, sold, closedAt } = sale;
  const left = leftOf(sale, at);
  return {
    siteId,
    saleId,
    sellerId,
    itemId,
    phase: phaseOf({ ...sale, left }, at),
    startsAt,
    endsAt,
    unitsPerCustomer: sale.cap,
    setAside,
    sold,
    left,
    openedAt: sale.at,
    closedAt,
  };
}

/** Sellers and their shops see their own sales: when one begins, and what is left. */
export async function listFlashSales(work: Work, query: FlashSalesQuery): Promise<Outcome<FlashSales>> {
  const closed = mayUseSite(work, query.siteId);
  if (closed) return closed;
  const { siteId, itemId, cursor, limit } = query;
  const { sellerId } = work.actor;
  const found = await salesPage(work.tx, { siteId, itemId, sellerId, cursor, limit: limit + 1 });
  const page = found.slice(0, limit);
  return done({
    at: work.at,
    sales: page.map((sale) => shownSale(sale, work.at)),
    ...(found.length > limit ? { next: page.at(-1)!.saleId } : {}),
  });
}

/** Points of the picture. */
const MOST_POINTS = 120;

/** A sale as it sells: sums and spans of seconds that were written along with each sale, so that looking costs it nothing. */
export async function showFlashSale(work: Work, { saleId }: { saleId: string }): Promise<Outcome<FlashSaleShown>> {
  const [sale] = await standingsOf(work.tx, [saleId]);
  const { sellerId } = work.actor;
  const isForeign = sellerId !== undefined && sale?.sellerId !== sellerId;
  if (sale === undefined || isForeign || mayUseSite(work, sale.siteId)) return notFound('flash_sale', 'saleId', saleId);
  const shown = shownSale(sale, work.at);
  const span_s = width_s(sale, work.at);
  const spans = await spansOf(work.tx, sale, span_s);
  return done({
    ...shown,
    at: work.at,
    soldLastMinute: await soldSince(work.tx, sale, new Date(work.at.getTime() - 60_000)),
    // kept with who was refused, which is not a seller's to read
    refusals: sellerId === undefined ? await refusalsOf(work.tx, saleId) : [],
    spanSeconds: span_s,
    points: pointsOf(spans, span_s, shown.left),
  });
}

/** How wide a span is so that the whole sale makes no more than so many points. */
function width_s(sale: SaleStanding, at: Date): number {
  const until = isOver(sale, at) ? (sale.closedAt ?? sale.endsAt!) : at;
  const span_s = Math.max(0, (until.getTime() - sale.startsAt.getTime()) / 1000);
  return Math.max(1, Math.ceil(span_s / MOST_POINTS / TICK_S)) * TICK_S;
}

/** Units left at the end of each span, reckoned back from what is left now. */
function pointsOf(spans: Span[], span_s: number, leftNow: number): FlashSaleShown['points'] {
  let left = leftNow;
  return spans
    .toReversed()
    .map(({ at, sold, returned }) => {
      const point = { at: new Date(at.getTime() + 1000 * span_s), left, sold: sold - returned };
      left += sold - returned;
      return point;
    })
    .toReversed();
}
