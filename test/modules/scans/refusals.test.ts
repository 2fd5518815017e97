import { beforeEach, describe, expect, it } from 'vitest';
import { addItem, openSeller, stockOf, stow, type Goods } from '../../support/goods.ts';
import { arrivedShipment, newLpn, receivedLpn } from '../../support/inbound.ts';
import { scanRefused } from '../../support/refused.ts';
import { type Person, type TestServer } from '../../support/server.ts';
import { must, useFloor, picked, shelved, type Floor } from '../packing/floor.ts';
import { workerAt } from '../waves/floor.ts';

let server: TestServer;
let floor: Floor;
useFloor((at) => ({ server, floor } = at));

/** One trigger that must be accepted; answers the step. */
async function pull(person: Person, flow: string, code: string, more: object = {}) {
  const verdict = await person.scan(flow, code, { ...more });
  expect(verdict.ok, JSON.stringify(verdict)).toBe(true);
  return verdict.step;
}
const typed = { source: 'typed' };
const chosen = (choice: string) => ({ answer: { choice } });

it('work that no flow does yet is told (flow_not_here), and a trigger on nothing (look_nothing)', async () => {
  await scanRefused(floor.picker, ['replenish', floor.bins[0]!], 'flow_not_here');
  await scanRefused(floor.picker, ['look', '', chosen('again')], 'look_nothing');
});

describe('counting', () => {
  let counter: Person;
  let goods: Goods;
  let bin: string;

  beforeEach(async () => {
    counter = await workerAt(server, floor);
    goods = await addItem(floor);
    bin = floor.bins.at(-1)!;
    await stow(floor, goods.itemId, bin, 3);
  });

  it('keeps to one bin, which is empty only where nothing was counted (other_bin, not_empty)', async () => {
    await pull(counter, 'count', bin);
    await scanRefused(counter, ['count', floor.bins[0]!], 'other_bin');
    await scanRefused(counter, ['count', '5', typed], 'scan_item_first');
    await pull(counter, 'count', goods.barcode);
    await scanRefused(counter, ['count', '', chosen('empty')], 'not_empty');
  });

  it('names the item that a code of several sellers means by what lies there (item_ambiguous)', async () => {
    const code = 'SHARED-CODE';
    for (const seller of ['FIRST-OF-TWO', 'SECOND-OF-TWO']) {
      const sellerId = await openSeller(server, floor.admin, seller);
      await addItem({ ...floor, sellerId }, { barcodes: [{ code, quantity: 1 }] });
    }
    await pull(counter, 'count', bin);
    await scanRefused(counter, ['count', code], 'item_ambiguous');
    await pull(counter, 'count', goods.barcode);
  });
});

it('moving begins where something lies, and with one of what lies there (nothing_here, not_here, scan_item_first)', async () => {
  const mover = await workerAt(server, floor);
  const [goods, other] = [await addItem(floor), await addItem(floor)];
  const [from, to, empty] = [floor.bins[3]!, floor.bins[4]!, 'TOTE-7777'];
  await stow(floor, goods.itemId, from, 3);
  await scanRefused(mover, ['move', empty], 'nothing_here');
  await pull(mover, 'move', from);
  await scanRefused(mover, ['move', to], 'scan_item_first');
  await scanRefused(mover, ['move', other.barcode], 'not_here');
  await pull(mover, 'move', goods.barcode);
  await pull(mover, 'move', to);
  expect(await stockOf(floor, goods.itemId)).toMatchObject({ onHand: 3 });
});

it('a put-back that somebody else has finished is over for a mover with its tote in hand (put_back_done)', async () => {
  const [goods, stays] = [await shelved(floor, 1), await shelved(floor, 1)];
  const lines = [goods, stays].map(({ itemId }) => ({ itemId, quantity: 1 }));
  const [order] = await picked(floor, [{ lines }]);
  await must(floor.admin.post(`/v1/orders/${order!.orderId}/cancel`, {}));
  await server.settle();
  const mover = await workerAt(server, floor);
  const { putBacks } = await must(floor.manager.get(`/v1/put-backs?siteId=${floor.siteId}`));
  const mine = putBacks.find(
    ({ itemId, toteCode }: { itemId: string; toteCode: string }) => itemId === goods.itemId && toteCode === order!.tote,
  );
  await pull(mover, 'move', order!.tote);
  await pull(mover, 'move', goods.barcode);
  const done = { siteId: floor.siteId, binCode: floor.bins[5] };
  await must(floor.manager.post(`/v1/put-backs/${mine.putBackId}/done`, done));
  await scanRefused(mover, ['move', floor.bins[6]!], 'put_back_done');
});

it('a parcel is closed by its own label (pack_label_other)', async () => {
  const packer = await workerAt(server, floor, 'packer');
  const goods = await shelved(floor, 1);
  const [order] = await picked(floor, [{ lines: [{ itemId: goods.itemId, quantity: 1 }] }]);
  await pull(packer, 'pack', order!.tote);
  await pull(packer, 'pack', goods.barcode);
  const scale = await pull(packer, 'pack', 'BOX-S');
  expect(scale.expect).toBe('weight');
  const weight = /\d+/.exec(scale.show.lines.at(-1).value)![0];
  const asks = await pull(packer, 'pack', weight, typed);
  expect(asks.expect).toBe('label');
  const other = await scanRefused(packer, ['pack', '00123456789012345675'], 'pack_label_other');
  expect(other.refusal.expected).toMatch(/^\d{18}$/);
  await pull(packer, 'pack', other.refusal.expected);
});

describe('putting away', () => {
  it('asks for the bin, and at the bin for the item of a mixed LPN (bin_expected, item_expected)', async () => {
    const receiver = await workerAt(server, floor, 'receiver');
    const [one, two] = [await addItem(floor), await addItem(floor)];
    const lpn = await receivedLpn(floor, [
      [one, 2],
      [two, 2],
    ]);
    const going = await pull(receiver, 'putAway', lpn);
    await scanRefused(receiver, ['putAway', one.barcode], 'bin_expected');
    await pull(receiver, 'putAway', going.show.big);
    await scanRefused(receiver, ['putAway', '2', typed], 'item_expected');
  });
});

describe('receiving', () => {
  it('asks for an LPN once there is something in hand (lpn_expected)', async () => {
    const receiver = await workerAt(server, floor, 'receiver');
    const goods = await addItem(floor);
    const { asn } = await arrivedShipment(floor, [[goods, 2]]);
    await pull(receiver, 'receive', asn);
    await pull(receiver, 'receive', goods.barcode);
    await scanRefused(receiver, ['receive', 'NO-ITEM-AND-NO-LPN'], 'lpn_expected');
    await pull(receiver, 'receive', newLpn());
  });

  it('does not guess which of two sellers’ shipments a number means (asn_ambiguous)', async () => {
    const receiver = await workerAt(server, floor, 'receiver');
    const asn = 'SAME-NUMBER';
    const sellerId = await openSeller(server, floor.admin, 'ANOTHER-SENDER');
    for (const ground of [floor, { ...floor, sellerId }]) {
      await arrivedShipment(ground, [[await addItem(ground), 1]], { asn });
    }
    await scanRefused(receiver, ['receive', asn], 'asn_ambiguous');
  });
});
