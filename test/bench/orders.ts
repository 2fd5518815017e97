import pg from 'pg';
import { makeRandom } from '../../src/commands/day/random.ts';
import { connect } from '../../src/platform/database.ts';
import { newId } from '../../src/platform/ids.ts';
import { allocateDue } from '../../src/waves/allocateDue.ts';
import { launch } from '../../src/waves/launch.ts';
import { insertWave, notePlanned, tasksToBatch, type NewBatch, type Task } from '../../src/waves/store.ts';
import type { Ground } from './ground.ts';
import { inWork, must, type World } from './world.ts';

const AT_ONCE = 2_000;

/**
 * Paid and promised orders of single units, each of different items. They are planted with a few statements, since to
 * place a hundred thousand lines one order after another takes minutes; the audit at the end of a benchmark reads them, too.
 */
export async function plantOrders(
  ground: Ground,
  world: World,
  plan: { orders: number; lines: number; seed: number },
): Promise<void> {
  const random = makeRandom(plan.seed);
  const client = new pg.Client({ connectionString: ground.url });
  await client.connect();
  try {
    for (let left = plan.orders; left > 0; left -= AT_ONCE) {
      const orders = Array.from({ length: Math.min(AT_ONCE, left) }, () => {
        const items = new Set<string>();
        while (items.size < plan.lines) items.add(random.pick(world.itemIds));
        return { orderId: newId(), promiseId: newId(), items: [...items] };
      });
      const at = new Date();
      const by = new Date(at.getTime() + 86_400_000);
      await client.query(PLANT, [world.siteId, world.sellerId, JSON.stringify(orders), at, by]);
    }
  } finally {
    await client.end();
  }
}

const PLANT = `
WITH o AS MATERIALIZED (
  SELECT * FROM jsonb_to_recordset($3::jsonb) AS o("orderId" uuid, "promiseId" uuid, items jsonb)
), l AS MATERIALIZED (
  SELECT o."orderId", o."promiseId", i.no::int AS no, i.item::uuid AS item
    FROM o, jsonb_array_elements_text(o.items) WITH ORDINALITY AS i(item, no)
), head AS (
  INSERT INTO customer_order (seller_id, order_id, site_id, channel, mall, external_id, version, state, paid_at, recipient,
                              promise_by, first_promise_by, placed_at)
  SELECT $2::uuid, "orderId", $1::uuid, 'bench', '', "orderId"::text, 1, 'promised', $4::timestamptz, 1,
         $5::timestamptz, $5::timestamptz, $4::timestamptz FROM o
), line AS (
  INSERT INTO order_line (seller_id, order_id, line_no, site_id, item_id, promise_id, ordered, promised)
  SELECT $2::uuid, "orderId", no, $1::uuid, item, "promiseId", 1, 1 FROM l
), promised AS (
  INSERT INTO promise (site_id, promise_id, seller_id, channel, mall, external_id, order_id, state, at)
  SELECT $1::uuid, "promiseId", $2::uuid, 'bench', '', "orderId"::text, "orderId", 'confirmed', $4::timestamptz FROM o
), lines AS (
  INSERT INTO promise_line (site_id, promise_id, item_id, quantity, open) SELECT $1::uuid, "promiseId", item, 1, 1 FROM l
)
UPDATE item_stock s SET promised = s.promised + d.units
  FROM (SELECT item, count(*)::int AS units FROM l GROUP BY 1) d WHERE s.site_id = $1::uuid AND s.item_id = d.item`;

export interface WaveDone {
  waveId: string;
  /** Of giving all lines their bins in one transaction. */
  wall_s: number;
  appCpu_s: number;
  databaseCpu_s: number | null;
}

/** One wave of everything that is due, up to its allocation; what could not be served whole is a fault here. */
export async function allocateWave(ground: Ground, world: World): Promise<WaveDone> {
  const { siteId } = world;
  const waveId = newId();
  const db = connect(ground.url, 1, ground.roles);
  try {
    await inWork(db, (work) => insertWave(work, { siteId, waveId, cutOffId: undefined, dueBy: undefined }));
    const began = performance.now();
    const cpu = process.cpuUsage();
    const database = ground.databaseCpu_s();
    await inWork(db, async (work) => {
      const due = {
        siteId,
        cutOffId: undefined,
        dueBy: undefined,
        orderIds: undefined,
        limit: 1_000_000,
        partly: false,
      };
      const left = must(await allocateDue(work, waveId, due));
      if (left.length > 0) throw new Error(`${left.length} orders were left out: ${JSON.stringify(left[0])}`);
    });
    const { user, system } = process.cpuUsage(cpu);
    const wall_s = (performance.now() - began) / 1000;
    const databaseAfter = ground.databaseCpu_s();
    await inWork(db, (work) => notePlanned(work, siteId, waveId, []));
    const databaseCpu_s = database === null || databaseAfter === null ? null : databaseAfter - database;
    return { waveId, wall_s, appCpu_s: (user + system) / 1e6, databaseCpu_s };
  } finally {
    await db.destroy();
  }
}

/** Puts an allocated wave on the floor, orders onto carts as they come: planning walks is not what is measured. */
export async function launchPlain(ground: Ground, world: World, waveId: string, slots: number): Promise<void> {
  const { siteId } = world;
  const db = connect(ground.url, 1, ground.roles);
  try {
    const batches = batchesOf(await tasksToBatch(db, siteId, waveId), slots);
    await inWork(db, async (work) =>
      must(await launch(work, { siteId, waveId, batches, walk_mm: 0, single_mm: 0, solved: true })),
    );
  } finally {
    await db.destroy();
  }
}

function batchesOf(tasks: Task[], slots: number): NewBatch[] {
  const orders = new Map<string, Task[]>();
  for (const task of tasks) orders.set(task.orderId, [...(orders.get(task.orderId) ?? []), task]);
  const all = [...orders];
  return Array.from({ length: Math.ceil(all.length / slots) }, (_, cart) => {
    const own = all.slice(cart * slots, (cart + 1) * slots);
    const placed = own.flatMap(([, list], at) =>
      list.map(({ taskId, binCode }) => ({ taskId, binCode, slot: at + 1 })),
    );
    const walk = placed.sort((a, b) => (a.binCode < b.binCode ? -1 : 1));
    return {
      batchId: newId(),
      dueBy: null,
      slots: own.length,
      walk_mm: 0,
      orders: own.map(([orderId, [first]], at) => ({ slot: at + 1, sellerId: first!.sellerId, orderId })),
      tasks: walk.map(({ taskId, slot }, seq) => ({ taskId, slot, seq: seq + 1 })),
    };
  });
}
