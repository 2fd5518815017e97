import pg from 'pg';
import { newId } from '../../../src/platform/ids.ts';
import { callFor, serveLoad } from '../load.ts';
import { askedBy, type PromiseSetup, type PromiseStretch } from './asked.ts';

/**
 * The yardstick: the rows that a promise leaves, by one prepared statement that commits by itself. It knows the owner and
 * the site beforehand, and asks nobody whether the purchase has a promise already.
 */
export interface PromiseBare extends PromiseSetup {
  url: string;
  connections: number;
}

const GUARDED = {
  name: 'promise',
  text: `WITH taken AS (
      UPDATE item_stock SET promised = promised + $6::int
       WHERE site_id = $1::uuid AND item_id = $5::uuid AND on_hand - held - promised - allocated >= $6::int
      RETURNING site_id, seller_id, item_id
    ), head AS (
      INSERT INTO promise (site_id, promise_id, seller_id, channel, mall, external_id, state, expires_at, at)
      SELECT site_id, $2::uuid, seller_id, $3, '', $4, 'open', $7::timestamptz, $8::timestamptz FROM taken
    )
    INSERT INTO promise_line (site_id, promise_id, item_id, quantity, open)
    SELECT site_id, $2::uuid, item_id, $6::int, $6::int FROM taken`,
};

serveLoad(async (setup: PromiseBare) => {
  const asked = askedBy(setup);
  const clients = Array.from({ length: setup.connections }, () => new pg.Client({ connectionString: setup.url }));
  await Promise.all(clients.map((client) => client.connect()));
  return {
    drive: ({ spread, seconds }: PromiseStretch) =>
      callFor({ callers: clients.length, seconds }, async (caller) => {
        const { siteId, channel, externalId, lines, expiresInSeconds } = asked(spread);
        const { itemId, quantity } = lines[0]!;
        const at = new Date();
        const expiresAt = new Date(at.getTime() + expiresInSeconds * 1000);
        const values = [siteId, newId(), channel, externalId, itemId, quantity, expiresAt, at];
        const { rowCount } = await clients[caller]!.query({ ...GUARDED, values });
        return rowCount === 1 ? undefined : 'not_enough_stock';
      }),
    async close() {
      await Promise.all(clients.map((client) => client.end()));
    },
  };
});
