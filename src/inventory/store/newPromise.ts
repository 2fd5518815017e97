import { arraysOf, change, send } from '../../platform/sql.ts';
import type { Work } from '../../platform/work.ts';
import type { PromiseKey, StockKey } from './promise.ts';

export interface NewPromise extends PromiseKey {
  siteId: string;
  promiseId: string;
  orderId: string | null;
  state: 'open' | 'confirmed';
  expiresAt: Date | null;
  lines: { itemId: string; quantity: number }[];
}

interface Share extends StockKey {
  promiseId: string;
  quantity: number;
}

const sharesOf = (promises: Pick<NewPromise, 'siteId' | 'promiseId' | 'lines'>[]): Share[] =>
  promises.flatMap(({ siteId, promiseId, lines }) => lines.map((line) => ({ siteId, promiseId, ...line })));

/** Promises in the order of their purchases, their lines and the sums they count in, in one statement. The caller holds the locks of lockAvailable. */
export function insertPromises(work: Work, promises: NewPromise[]): void {
  const { siteId, promiseId, itemId, quantity } = arraysOf(sharesOf(promises), [
    'siteId',
    'promiseId',
    'itemId',
    'quantity',
  ]);
  send(
    work.tx,
    `WITH l AS MATERIALIZED (
       SELECT * FROM unnest(:lineSite::uuid[], :linePromise::uuid[], :itemId::uuid[], :quantity::int[])
         AS l(site_id, promise_id, item_id, quantity)
     ), head AS (
       INSERT INTO promise (site_id, promise_id, seller_id, channel, mall, external_id, order_id, state, expires_at, at)
       SELECT p.*, :at::timestamptz
         FROM unnest(:siteId::uuid[], :promiseId::uuid[], :sellerId::uuid[], :channel::text[], :mall::text[],
                     :externalId::text[], :orderId::uuid[], :state::text[], :expiresAt::timestamptz[])
           AS p(site_id, promise_id, seller_id, channel, mall, external_id)
        ORDER BY seller_id, channel, mall, external_id
       RETURNING site_id, promise_id
     ), line AS (
       INSERT INTO promise_line (site_id, promise_id, item_id, quantity, open)
       SELECT l.*, l.quantity FROM l JOIN head USING (site_id, promise_id)
     )
     UPDATE item_stock s SET promised = s.promised + d.quantity
       FROM (SELECT site_id, item_id, sum(quantity)::int AS quantity FROM l GROUP BY 1, 2) d
      WHERE s.site_id = d.site_id AND s.item_id = d.item_id`,
    {
      at: work.at,
      lineSite: siteId,
      linePromise: promiseId,
      itemId,
      quantity,
      ...arraysOf(promises, [
        'siteId',
        'promiseId',
        'sellerId',
        'channel',
        'mall',
        'externalId',
        'orderId',
        'state',
        'expiresAt',
      ]),
    },
  );
}

/** More open units under promises, and in the sums they count in. The caller holds the locks of lockAvailable. */
export async function addToPromises(
  work: Work,
  extensions: { siteId: string; promiseId: string; lines: { itemId: string; quantity: number }[] }[],
): Promise<void> {
  await change(
    work.tx,
    `WITH l AS MATERIALIZED (
       SELECT * FROM unnest(:siteId::uuid[], :promiseId::uuid[], :itemId::uuid[], :quantity::int[])
         AS l(site_id, promise_id, item_id, quantity)
     ), line AS (
       INSERT INTO promise_line AS p (site_id, promise_id, item_id, quantity, open)
       SELECT l.*, l.quantity FROM l JOIN promise USING (site_id, promise_id)
       ON CONFLICT (site_id, promise_id, item_id)
       DO UPDATE SET quantity = p.quantity + excluded.quantity, open = p.open + excluded.open,
                     lost = greatest(p.lost - excluded.quantity, 0)
     )
     UPDATE item_stock s SET promised = s.promised + d.quantity
       FROM (SELECT site_id, item_id, sum(quantity)::int AS quantity FROM l GROUP BY 1, 2) d
      WHERE s.site_id = d.site_id AND s.item_id = d.item_id`,
    arraysOf(sharesOf(extensions), ['siteId', 'promiseId', 'itemId', 'quantity']),
  );
}
