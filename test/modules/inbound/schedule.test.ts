import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addItem, openGround, type Goods, type Ground } from '../../support/goods.ts';
import { bookShipment } from '../../support/inbound.ts';
import { startServer, type TestServer } from '../../support/server.ts';

let server: TestServer;
let ground: Ground;
let goods: Goods;
beforeAll(async () => {
  server = await startServer();
  ground = await openGround(server, { docks: 1 });
  goods = await addItem(ground);
});
afterAll(() => server.close());

interface Slot {
  dockCode: string;
  startsAt: string;
  free: boolean;
}
const slotsOn = async (day: string): Promise<Slot[]> => {
  const answer = await ground.manager.get(`/v1/dock-slots?siteId=${ground.siteId}&day=${day}`);
  return answer.body.slots;
};
const take = (shipmentId: string, { dockCode, startsAt }: Slot) =>
  ground.manager.post(`/v1/inbound-shipments/${shipmentId}/slot`, { dockCode, startsAt });
const isFree = async (slot: Slot, day: string) =>
  (await slotsOn(day)).find((one) => one.startsAt === slot.startsAt)?.free;

describe('a dock’s hour', () => {
  it('goes to one shipment, however many ask for it at once', async () => {
    const [slot] = await slotsOn('2026-11-21');
    const shipments = await Promise.all(Array.from({ length: 8 }, () => bookShipment(ground, [[goods, 1]])));
    const answers = await Promise.all(shipments.map(({ shipmentId }) => take(shipmentId, slot!)));
    const full = answers.filter((answer) => answer.body.error?.code === 'slot_full');
    expect([answers.filter((answer) => answer.status === 200).length, full.length]).toEqual([1, 7]);
    expect(await isFree(slot!, '2026-11-21')).toBe(false);
  });

  it('is free again when its shipment takes another hour, or is cancelled', async () => {
    const slots = await slotsOn('2026-11-22');
    const { shipmentId } = await bookShipment(ground, [[goods, 1]]);
    await take(shipmentId, slots[0]!);
    const moved = await take(shipmentId, slots[1]!);
    expect(moved.body).toMatchObject({ state: 'scheduled', startsAt: slots[1]!.startsAt });
    expect([await isFree(slots[0]!, '2026-11-22'), await isFree(slots[1]!, '2026-11-22')]).toEqual([true, false]);
    await ground.manager.post(`/v1/inbound-shipments/${shipmentId}/cancel`, { reason: 'not this week' });
    expect(await isFree(slots[1]!, '2026-11-22')).toBe(true);
  });

  it('is none in the past, none that the docks do not have, and none of another dock', async () => {
    const { shipmentId } = await bookShipment(ground, [[goods, 1]]);
    const slot = { dockCode: 'DOCK-1', free: true };
    const past = await take(shipmentId, { ...slot, startsAt: '2026-11-19T23:00:00Z' });
    const odd = await take(shipmentId, { ...slot, startsAt: '2026-11-21T23:17:00Z' });
    const nowhere = await take(shipmentId, { ...slot, dockCode: 'A-01-01-1', startsAt: '2026-11-22T23:00:00Z' });
    expect([past, odd, nowhere].map((answer) => answer.body.error.code)).toEqual([
      'date_past',
      'slot_unknown',
      'slot_unknown',
    ]);
  });

  it('is held a quarter of an hour for a draft, then anybody’s', async () => {
    const slot = (await slotsOn('2026-11-24'))[3]!;
    const draft = await bookShipment(ground, [], { draft: true });
    const held = await take(draft.shipmentId, slot);
    expect([held.body.state, held.body.heldUntil]).toEqual(['draft', '2026-11-20T00:15:00.000Z']);
    const other = await bookShipment(ground, [[goods, 1]]);
    expect((await take(other.shipmentId, slot)).body.error.code).toBe('slot_full');
    server.clock.set(new Date('2026-11-20T00:15:01Z'));
    expect((await take(other.shipmentId, slot)).status).toBe(200);
  });

  it('that passed without its truck makes the shipment a no-show, which can take another', async () => {
    const slots = await slotsOn('2026-11-20');
    const { shipmentId } = await bookShipment(ground, [[goods, 1]]);
    const slot = slots.find((one) => one.free)!;
    await take(shipmentId, slot);
    server.clock.set(new Date(new Date(slot.startsAt).getTime() + 4 * 3_600_000 + 60_000));
    await server.app.jobs!.runDue();
    // the first may have been a round that began before the clock was set
    await server.app.jobs!.runDue();
    const shown = await ground.manager.get(`/v1/inbound-shipments/${shipmentId}`);
    expect(shown.body.state).toBe('no_show');
    const later = (await slotsOn('2026-11-23')).find((one) => one.free)!;
    expect((await take(shipmentId, later)).body.state).toBe('scheduled');
  });
});
