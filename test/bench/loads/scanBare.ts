import pg from 'pg';
import { makeRandom } from '../../../src/commands/day/random.ts';
import { newId } from '../../../src/platform/ids.ts';
import { arriveFor, callFor, serveLoad } from '../load.ts';
import type { DevicesStretch } from './devices.ts';

/**
 * The yardstick: what a scan that moves a unit leaves (the scan, a leg of the ledger, one balance lowered under its guard
 * and one raised) by one prepared statement that commits by itself. A scan that moves nothing leaves the scan alone.
 */
export interface ScanBareSetup {
  url: string;
  siteId: string;
  sellerId: string;
  actorId: string;
  /** Item n lies in bin n. */
  itemIds: string[];
  bins: string[];
  /** One for each connection. */
  deviceIds: string[];
  /** What the device is answered, kept with its scan. */
  answer: string;
  seed: number;
}

export interface ScanBareStretch extends DevicesStretch {
  /** Of so many scans one moves a unit: 1 = each. */
  movesOneIn: number;
}

const SCAN_COLUMNS = `device_id, seq, site_id, actor_id, flow, code, source, device_at, at, clock_off, gap, body_hash, ok, answer`;

const MOVED = {
  name: 'moved',
  text: `WITH lowered AS (
      UPDATE balance SET quantity = quantity - 1, legs = legs + 1
       WHERE site_id = $1::uuid AND place = $2 AND item_id = $3::uuid AND lot = '' AND serial = ''
         AND condition = 'sellable' AND quantity - 1 >= allocated
      RETURNING site_id, seller_id, item_id
    ), raised AS (
      INSERT INTO balance AS b (site_id, place, item_id, condition, seller_id, quantity, legs)
      SELECT site_id, $4, item_id, 'sellable', seller_id, 1, 1 FROM lowered
      ON CONFLICT (site_id, place, item_id, lot, serial, condition)
      DO UPDATE SET quantity = b.quantity + 1, legs = b.legs + 1
    ), leg AS (
      INSERT INTO ledger (site_id, movement_id, leg, kind, seller_id, item_id, from_place, from_condition, to_place,
                          to_condition, quantity, actor_id, device_id, at, seal)
      SELECT site_id, $5::uuid, 1, 'move', seller_id, item_id, $2, 'sellable', $4, 'sellable', 1, $6::uuid, $7, $8,
             md5(concat_ws('|', site_id, $5::uuid, 1, 'move', seller_id, item_id, '', '', $2::text, 'sellable', $4::text,
                           'sellable', 1, '', '', $6::uuid, $7::text, extract(epoch FROM $8::timestamptz)))
        FROM lowered
    )
    INSERT INTO scan (${SCAN_COLUMNS})
    SELECT $7, $9::bigint, site_id, $6::uuid, 'move', $4, 'wedge', $8, $8, false, false, $10, true, $11::jsonb FROM lowered`,
};

const SEEN = {
  name: 'seen',
  text: `INSERT INTO scan (${SCAN_COLUMNS})
    VALUES ($3, $5::bigint, $1::uuid, $2::uuid, 'move', $6, 'wedge', $4, $4, false, false, $7, true, $8::jsonb)`,
};

const HASH = 'f'.repeat(64);

serveLoad(async (setup: ScanBareSetup) => {
  const { siteId, actorId, itemIds, bins, deviceIds, answer } = setup;
  const random = makeRandom(setup.seed);
  const clients = deviceIds.map(() => new pg.Client({ connectionString: setup.url }));
  await Promise.all(clients.map((client) => client.connect()));
  const seqs = deviceIds.map(() => 0);
  const scan = async (caller: number, moves: boolean): Promise<string | undefined> => {
    const seq = (seqs[caller] = seqs[caller]! + 1);
    const [device, at] = [deviceIds[caller]!, new Date()];
    const item = random.int(itemIds.length);
    const [from, to] = [item % bins.length, random.int(bins.length)];
    const place = (bin: number) => `bin/${bins[bin === from && bin === to ? (bin + 1) % bins.length : bin]!}`;
    const target = place(to);
    const query = moves
      ? {
          ...MOVED,
          values: [
            siteId,
            `bin/${bins[from]!}`,
            itemIds[item],
            target,
            newId(),
            actorId,
            device,
            at,
            seq,
            HASH,
            answer,
          ],
        }
      : { ...SEEN, values: [siteId, actorId, device, at, seq, target, HASH, answer] };
    const { rowCount } = await clients[caller]!.query(query);
    return rowCount === 1 ? undefined : 'not_enough_at_place';
  };
  return {
    drive({ seconds, perSecond, seed, movesOneIn }: ScanBareStretch) {
      let scans = 0;
      const once = (caller: number) => scan(caller, scans++ % movesOneIn === 0);
      const callers = clients.length;
      return perSecond === undefined
        ? callFor({ callers, seconds }, once)
        : arriveFor({ callers, seconds, perSecond, seed }, once);
    },
    async close() {
      await Promise.all(clients.map((client) => client.end()));
    },
  };
});
