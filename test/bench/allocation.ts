import pg from 'pg';
import { barOf, type Findings, type Tell } from './bench.ts';
import { median } from './figures.ts';
import { onGround, type Ground } from './ground.ts';
import type { BenchOptions } from './options.ts';
import { allocateWave, plantOrders } from './orders.ts';
import { audited, auditLine } from './ways.ts';
import { makeWorld, type World } from './world.ts';

/** Lines of an order. */
const LINES = 5;
const [SMALL, LARGE] = [10_000, 100_000];

interface Run {
  round: number;
  lines: number;
  wall_s: number;
  appCpu_s: number;
  databaseCpu_s: number;
  /** Wall seconds and processor seconds of the database for the bare statement. */
  bare_s: number;
  bareCpu_s: number;
}

export const bench = onGround(async (ground, options, tell) => {
  const items = options.items ?? 20_000;
  const world = await makeWorld(ground, { items, units: 100_000, aisles: 25, bays: 90, levels: 9 });
  tell(`${ground.server}; ${items} items in ${Math.min(items, world.bins.length)} bins`);
  return await conclude(ground, await measure(ground, world, options, tell));
});

async function measure(ground: Ground, world: World, options: BenchOptions, tell: Tell): Promise<Run[]> {
  const runs: Run[] = [];
  for (let round = 0; round <= options.rounds; round++) {
    // round 0 warms up, with the small wave alone
    for (const lines of round === 0 ? [SMALL] : [SMALL, LARGE]) {
      await plantOrders(ground, world, { orders: lines / LINES, lines: LINES, seed: options.seed + round * 2 + lines });
      await ground.analyze();
      const bare = await bareAllocation(ground, world.siteId);
      const { wall_s, appCpu_s, databaseCpu_s } = await allocateWave(ground, world);
      if (round === 0) continue;
      const run = { round, lines, wall_s, appCpu_s, databaseCpu_s: databaseCpu_s ?? Number.NaN, ...bare };
      runs.push(run);
      tell(`round ${round} ${lines} lines: ${wall_s.toFixed(2)} s, CPU ${(appCpu_s + run.databaseCpu_s).toFixed(2)} s`);
    }
  }
  return runs;
}

/**
 * The yardstick, rolled back afterwards: the same lines get the first bin that has their item by one statement, which
 * writes allocations, balances, promises and sums; no order moves, nobody is given a task, and no bin runs short.
 */
async function bareAllocation(ground: Ground, siteId: string): Promise<{ bare_s: number; bareCpu_s: number }> {
  const client = new pg.Client({ connectionString: ground.url });
  await client.connect();
  try {
    await client.query('BEGIN');
    const [cpu, began] = [ground.databaseCpu_s(), performance.now()];
    await client.query(BARE, [siteId, new Date()]);
    const bare_s = (performance.now() - began) / 1000;
    const cpuAfter = ground.databaseCpu_s();
    await client.query('ROLLBACK');
    return { bare_s, bareCpu_s: cpu === null || cpuAfter === null ? Number.NaN : cpuAfter - cpu };
  } finally {
    await client.end();
  }
}

const BARE = `
WITH l AS MATERIALIZED (
  SELECT l.*, b.place FROM order_line l
    JOIN (SELECT item_id, min(place) AS place FROM balance
           WHERE site_id = $1::uuid AND place LIKE 'bin/%' AND quantity > allocated GROUP BY 1) b USING (item_id)
   WHERE l.site_id = $1::uuid AND l.promised > 0
), made AS (
  INSERT INTO allocation (site_id, allocation_id, seller_id, promise_id, order_id, line_no, item_id, place, quantity, state, at)
  SELECT $1::uuid, gen_random_uuid(), seller_id, promise_id, order_id, line_no, item_id, place, promised, 'active', $2::timestamptz
    FROM l
), taken AS (
  UPDATE balance b SET allocated = b.allocated + d.units
    FROM (SELECT place, item_id, sum(promised)::int AS units FROM l GROUP BY 1, 2) d
   WHERE b.site_id = $1::uuid AND b.place = d.place AND b.item_id = d.item_id AND b.condition = 'sellable'
), kept AS (
  UPDATE promise_line p SET open = p.open - l.promised FROM l
   WHERE p.site_id = $1::uuid AND p.promise_id = l.promise_id AND p.item_id = l.item_id
)
UPDATE item_stock s SET promised = s.promised - d.units, allocated = s.allocated + d.units
  FROM (SELECT item_id, sum(promised)::int AS units FROM l GROUP BY 1) d WHERE s.site_id = $1::uuid AND s.item_id = d.item_id`;

async function conclude(ground: Ground, runs: Run[]): Promise<Findings> {
  const middle = (lines: number, value: (run: Run) => number) =>
    median(runs.filter((run) => run.lines === lines).map(value));
  const cpu = (run: Run) => run.appCpu_s + run.databaseCpu_s;
  const [small, large] = [middle(SMALL, cpu), middle(LARGE, cpu)];
  const books = await audited(ground);
  return {
    clean: books.clean,
    tables: [
      {
        title: 'one wave, all lines in one transaction',
        columns: ['lines', 'wall s', 'app CPU s', 'database CPU s', 'CPU s', 'lines/s', 'bare SQL s', 'bare CPU s'],
        rows: [SMALL, LARGE].map((lines) => [
          lines.toLocaleString('en-US'),
          middle(lines, (run) => run.wall_s),
          middle(lines, (run) => run.appCpu_s),
          middle(lines, (run) => run.databaseCpu_s),
          middle(lines, cpu),
          middle(lines, (run) => run.lines / run.wall_s),
          middle(lines, (run) => run.bare_s),
          middle(lines, (run) => run.bareCpu_s),
        ]),
      },
    ],
    bars: [
      barOf('10,000 lines: CPU seconds of app and database', small, '<=', 1),
      barOf('100,000 lines: times as much', large / small, '<=', 12),
    ],
    notes: [auditLine(books)],
    figures: { server: ground.server, runs, books },
  };
}
