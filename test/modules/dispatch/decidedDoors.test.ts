import { expect, test } from 'vitest';
import { HELD_LINES } from '../../../src/dispatch/store/stopParcel.ts';
import { rows } from '../../../src/platform/sql.ts';
import { type TestServer } from '../../support/server.ts';
import { atOnce } from '../../support/waiting.ts';
import { must, type Floor, type Packed } from '../packing/floor.ts';
import { back, close, decide, doors, drive, handOver, historyOf, press, useDoors } from './doors.ts';
import { addVan } from './fleet.ts';

let server: TestServer;
let floor: Floor;
useDoors((at) => ({ server, floor } = at));

test('takes back what the rules said, too, once the desk had said the same', async () => {
  const { route, parcels } = await drive(doors(1));
  const [parcel] = parcels as [Packed];
  const [shut] = route.stops;
  await press('failed', 'refused');
  const read = async () => (await historyOf(parcel)).split('As of')[0];
  const history = await read();
  expect(history).toContain('On its way back');
  // the customer reads of it once, and as of the moment in which it began
  for (let turn = 0; turn < 2; turn++) {
    await must(decide(shut!, 'returning'));
    expect(await read()).toBe(history);
  }
  await must(decide(shut!, 'later'));
  expect(await read()).not.toContain('On its way back');
  const { rows: nowhere } = (await server.db.raw(
    `SELECT event_id FROM parcel_event e WHERE corrects IS NOT NULL AND parcel_id = ? AND NOT EXISTS (
       SELECT 1 FROM parcel_event o WHERE o.parcel_id = e.parcel_id AND o.event_id = e.corrects)`,
    [parcel.parcelId],
  )) as { rows: unknown[] };
  expect(nowhere).toEqual([]);
  await back(route, parcel);
  await close(route);
});

test('lets a plan or the desk have a parcel that both want at the same moment, and not both', async () => {
  for (const deskFirst of [true, false]) {
    const { route, parcels } = await drive(doors(1));
    const [parcel] = parcels as [Packed];
    await press('failed', 'wrong_address');
    await back(route, parcel);
    await close(route);
    const [shut] = route.stops;
    await must(decide(shut!, 'later'));
    const vehicleIds = [await addVan(floor)];
    const body = { siteId: floor.siteId, parcelIds: [parcel.parcelId], vehicleIds, seconds: 0.3 };
    const asks = [() => decide(shut!, 'returning'), () => floor.dispatcher.post('/v1/route-plans', body)];
    const [first, second] = await atOnce(server, deskFirst ? asks : asks.toReversed());
    expect(first!.status, JSON.stringify(first!.body)).toBeLessThan(300);
    expect(second!.body.error?.code, `desk first: ${deskFirst}`).toBe(deskFirst ? 'plan_moved' : 'decision_too_late');
  }
});

test('reads of doors that were held once no more than of the ones that still are', async () => {
  const { route, parcels } = await drive(doors(1));
  const [parcel] = parcels as [Packed];
  const [shut] = route.stops;
  await press('arrived');
  await handOver(parcel);
  await close(route);
  // years of doors that waited for the desk and were settled long ago
  const settled = { siteId: floor.siteId, stopId: shut!.stopId, parcelId: parcel.parcelId };
  await server.db.raw(
    `WITH old AS (SELECT s.*, gen_random_uuid() AS id, n FROM stop s CROSS JOIN generate_series(1, 3000) AS n
                   WHERE s.site_id = :siteId AND s.stop_id = :stopId),
     stops AS (INSERT INTO stop (site_id, stop_id, route_id, position, lat, lon, state, reason, done_at, eta_at, service_s)
               SELECT site_id, id, route_id, 1000 + n, lat, lon, 'failed', 'wrong_address', done_at, eta_at, service_s FROM old)
     INSERT INTO stop_parcel (site_id, stop_id, parcel_id, route_id, state, reason, after_failure, live, at)
     SELECT site_id, id, :parcelId, route_id, 'back', 'wrong_address', 'held', false, done_at FROM old`,
    settled,
  );
  await server.db.raw('ANALYZE stop_parcel, parcel, stop');
  const [told] = await rows<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
    server.db,
    `EXPLAIN (ANALYZE, FORMAT JSON) ${HELD_LINES}`,
    { siteId: floor.siteId },
  );
  await server.db.raw('DELETE FROM stop WHERE site_id = ? AND position > 1000', [floor.siteId]);
  expect(linesRead(told!['QUERY PLAN'][0].Plan)).toBeLessThan(100);
});

interface PlanNode {
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  Plans?: PlanNode[];
}

function linesRead(node: PlanNode): number {
  const { Plans = [], 'Actual Loops': loops } = node;
  const rows = (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * loops;
  const own = node['Relation Name'] === 'stop_parcel' ? rows : 0;
  return Plans.reduce((sum, one) => sum + linesRead(one), own);
}
