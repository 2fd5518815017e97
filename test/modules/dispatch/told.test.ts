import { io, type Socket } from 'socket.io-client';
import { afterEach, expect, test } from 'vitest';
import { type Person, type TestServer } from '../../support/server.ts';
import { untilTrue } from '../../support/waiting.ts';
import { must, useFloor, type Floor } from '../packing/floor.ts';
import { addVan, onTheRoad, parcelsFor, planned } from './fleet.ts';

let server: TestServer;
let floor: Floor;
useFloor((at) => ({ server, floor } = at));

const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.close();
});

/** What the screen of a handheld is told without asking. */
async function handheldOf(
  { token }: Person,
  deviceId: string,
): Promise<{ title: string; show: { notice?: string } }[]> {
  const socket = io(server.url, { transports: ['websocket'], forceNew: true, auth: { token, deviceId, topics: [] } });
  sockets.push(socket);
  const steps: Awaited<ReturnType<typeof handheldOf>> = [];
  socket.on('step', (step) => steps.push(step));
  await new Promise<void>((open, fail) => socket.once('connect', open).once('connect_error', fail));
  return steps;
}

test('puts what the desk decides on every handheld of the driver at once, on no other, and not what he did himself', async () => {
  const parcels = await parcelsFor(floor, [
    { lat: 37.61, lon: 126.77 },
    { lat: 37.62, lon: 126.77 },
  ]);
  const { routes } = await planned(floor, parcels, [await addVan(floor)]);
  const route = await onTheRoad(floor, routes[0]!);
  const door = `/v1/stops/${route.stops[0]!.stopId}`;
  const mine = [await handheldOf(floor.driver, 'handheld-1'), await handheldOf(floor.driver, 'handheld-2')];
  const others = await handheldOf(await server.as('driver'), 'handheld-3');
  await must(floor.driver.post(`${door}/fail`, { reason: 'wrong_address' }));
  await must(floor.driver.post(`${door}/take-back`, {}));
  await must(floor.driver.post(`${door}/fail`, { reason: 'wrong_address' }));
  await must(floor.dispatcher.post(`${door}/decide`, { decision: 'again' }));
  await untilTrue(async () => mine.every((steps) => steps.length > 0));
  for (const steps of mine) {
    expect(steps.map(({ show }) => show.notice)).toEqual(['Decided for stop 1: Again today']);
  }
  expect(others).toEqual([]);
  for (const _ of [1, 2, 3]) {
    const { taskId } = (await floor.driver.get('/v1/step?flow=deliver&deviceId=handheld-1')).body;
    if (taskId !== route.routeId) await floor.driver.post(`/v1/stops/${taskId}/fail`, { reason: 'refused' });
  }
  for (const { sscc } of parcels) await must(floor.driver.post(`/v1/routes/${route.routeId}/back`, { sscc }));
  await must(floor.driver.post(`/v1/routes/${route.routeId}/close`, {}));
});
