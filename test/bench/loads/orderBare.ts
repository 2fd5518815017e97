import pg from 'pg';
import { makeRandom } from '../../../src/commands/day/random.ts';
import { newId } from '../../../src/platform/ids.ts';
import { callFor, serveLoad } from '../load.ts';
import type { OrderStretch } from './orderHttp.ts';

/** The yardstick: the rows of an order and of its promise by one prepared statement; nobody's address is sealed. */
export interface OrderBareSetup {
  url: string;
  connections: number;
  siteId: string;
  sellerId: string;
  itemIds: string[];
  lines: number;
  seed: number;
}

const PLACED = {
  name: 'order',
  text: `WITH l AS MATERIALIZED (
      SELECT no::int, item FROM unnest($5::uuid[]) WITH ORDINALITY AS l(item, no)
    ), head AS (
      INSERT INTO customer_order (seller_id, order_id, site_id, channel, mall, external_id, version, state, paid_at,
                                  recipient, promise_by, first_promise_by, placed_at)
      VALUES ($2::uuid, $3::uuid, $1::uuid, 'bench', '', $3::text, 1, 'promised', $6, 1, $7, $7, $6)
    ), line AS (
      INSERT INTO order_line (seller_id, order_id, line_no, site_id, item_id, promise_id, ordered, promised)
      SELECT $2::uuid, $3::uuid, no, $1::uuid, item, $4::uuid, 1, 1 FROM l
    ), promised AS (
      INSERT INTO promise (site_id, promise_id, seller_id, channel, mall, external_id, order_id, state, at)
      VALUES ($1::uuid, $4::uuid, $2::uuid, 'bench', '', $3::text, $3::uuid, 'confirmed', $6)
    ), lines AS (
      INSERT INTO promise_line (site_id, promise_id, item_id, quantity, open) SELECT $1::uuid, $4::uuid, item, 1, 1 FROM l
    )
    UPDATE item_stock s SET promised = s.promised + 1 FROM l
     WHERE s.site_id = $1::uuid AND s.item_id = l.item
       AND s.on_hand - s.held - s.promised - s.allocated >= 1`,
};

serveLoad(async (setup: OrderBareSetup) => {
  const random = makeRandom(setup.seed);
  const clients = Array.from({ length: setup.connections }, () => new pg.Client({ connectionString: setup.url }));
  await Promise.all(clients.map((client) => client.connect()));
  return {
    drive: ({ seconds }: OrderStretch) =>
      callFor({ callers: clients.length, seconds }, async (caller) => {
        const items = new Set<string>();
        while (items.size < setup.lines) items.add(random.pick(setup.itemIds));
        const at = new Date();
        const by = new Date(at.getTime() + 86_400_000);
        // lines in the order of their keys, in which everybody locks the sums
        const values = [setup.siteId, setup.sellerId, newId(), newId(), [...items].sort(), at, by];
        await clients[caller]!.query({ ...PLACED, values });
        return undefined;
      }),
    async close() {
      await Promise.all(clients.map((client) => client.end()));
    },
  };
});
