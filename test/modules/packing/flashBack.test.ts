import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stockOf } from '../../support/goods.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { auditRows, must, openFloor, packed, picked, shelved, type Floor, type Picked } from './floor.ts';

/** Everybody who buys here has one phone. */
const CAP = 2;

let server: TestServer;
let floor: Floor;
let itemId: string;
let saleId: string;

beforeAll(async () => {
  server = await startServer();
  floor = await openFloor(server);
  ({ itemId } = await shelved(floor, 20));
  const { siteId } = floor;
  const sale = { siteId, itemId, unitsPerCustomer: CAP, setAside: 10 };
  ({ saleId } = await must(floor.manager.post('/v1/flash-sales', sale)));
});
afterAll(async () => {
  const offending = await auditRows(server);
  await server.close();
  expect(offending).toEqual([]);
});

let asked = 0;
async function mayBuy(): Promise<boolean> {
  asked += 1;
  const { sellerId, siteId } = floor;
  const lines = [{ itemId, quantity: CAP }];
  const checkout = { sellerId, siteId, channel: 'test', externalId: `ASK-${asked}`, lines, expiresInSeconds: 60 };
  const promised = await floor.admin.post('/v1/promises', { ...checkout, customer: '010-1234-5678' });
  if (promised.status === 201) await must(floor.admin.post(`/v1/promises/${promised.body.promiseId}/release`, {}));
  else expect(promised.body.error.code).toBe('flash_cap_reached');
  return promised.status === 201;
}

const bought = async (): Promise<Picked> => (await picked(floor, [{ lines: [{ itemId, quantity: CAP }] }]))[0]!;
const cancel = async ({ orderId }: Picked) => {
  await must(floor.admin.post(`/v1/orders/${orderId}/cancel`, {}));
  await server.settle();
};
const sold = async () => {
  const { sold, left } = await must(floor.manager.get(`/v1/flash-sales/${saleId}`));
  return { sold, left };
};

describe('a customer of a flash sale whose order is cancelled after it was picked', () => {
  it('may buy again once the units are put back, and they are sold in the sale again', async () => {
    const order = await bought();
    expect([await mayBuy(), await sold()]).toEqual([false, { sold: 2, left: 8 }]);
    await cancel(order);
    // the floor has them still
    expect(await mayBuy()).toBe(false);
    const { siteId, manager, bins } = floor;
    const { putBacks } = await must(manager.get(`/v1/put-backs?siteId=${siteId}`));
    const [{ putBackId }] = putBacks;
    await must(manager.post(`/v1/put-backs/${putBackId}/done`, { siteId, binCode: bins[7]! }));
    expect([await mayBuy(), await sold()]).toEqual([true, { sold: 0, left: 10 }]);
    expect(await stockOf(floor, itemId)).toMatchObject({ onHand: 20, promised: 10, available: 10 });
  });

  it('may buy again once the parcel is opened', async () => {
    const parcel = await packed(floor, await bought());
    await cancel(parcel);
    expect(await mayBuy()).toBe(false);
    const { siteId, packer, bins } = floor;
    await must(packer.post(`/v1/parcels/${parcel.parcelId}/unpack`, { siteId, binCode: bins[7]! }));
    expect([await mayBuy(), await sold()]).toEqual([true, { sold: 0, left: 10 }]);
  });

  it('may buy again what was missing at the packing table, which the sale has lost', async () => {
    const { tote } = await bought();
    const { siteId, packer } = floor;
    const { parcelId } = await must(packer.post('/v1/parcels', { siteId, tote }));
    const short = { siteId, itemId, quantity: CAP, cause: 'missing', remedy: 'shipWithout' };
    await must(packer.post(`/v1/parcels/${parcelId}/short`, short));
    expect([await mayBuy(), await sold()]).toEqual([true, { sold: 0, left: 8 }]);
  });
});
