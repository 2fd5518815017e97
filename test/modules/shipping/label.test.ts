import { expect, test } from 'vitest';
import { joinCarrier, type Carrier } from '../../../src/shipping/index.ts';
import { type TestServer } from '../../support/server.ts';
import { must, useFloor, orderColumns, packed, picked, shelved, type Floor, type Wish } from '../packing/floor.ts';

let server: TestServer;
let floor: Floor;
useFloor((at) => ({ server, floor } = at));

async function weighed(wish: Partial<Wish> = {}) {
  const goods = await shelved(floor, 1);
  const [order] = await picked(floor, [{ ...wish, lines: [{ itemId: goods.itemId, quantity: 1 }] }]);
  const { siteId, packer } = floor;
  const { parcelId, sscc } = await must(packer.post('/v1/parcels', { siteId, tote: order!.tote }));
  await must(packer.post(`/v1/parcels/${parcelId}/items`, { siteId, itemId: goods.itemId }));
  const chosen = await must(packer.post(`/v1/parcels/${parcelId}/carton`, { siteId, cartonCode: 'BOX-S' }));
  await must(packer.post(`/v1/parcels/${parcelId}/weight`, { siteId, weight_g: chosen.expected_g }));
  return { orderId: order!.orderId, parcelId: parcelId as string, sscc: sscc as string };
}

const label = (parcelId: string, more = {}) =>
  floor.packer.post(`/v1/parcels/${parcelId}/label`, { siteId: floor.siteId, ...more });

/** A carrier that sells one label a reference, loses answers, and counts what it sold. */
function carrierThatLies(code: string, lies: { loseAnswers: number }): Carrier & { sold: Map<string, string> } {
  const sold = new Map<string, string>();
  return {
    code,
    name: code,
    inHouse: false,
    sold,
    buy({ reference }) {
      const trackingNo = `${code}-${sold.size + 1}`;
      if (sold.has(reference)) throw new Error('sold twice');
      sold.set(reference, trackingNo);
      return lies.loseAnswers-- > 0 ? Promise.reject(new Error('timeout')) : Promise.resolve({ trackingNo });
    },
    find: (reference) => {
      const trackingNo = sold.get(reference);
      return Promise.resolve(trackingNo === undefined ? undefined : { trackingNo });
    },
    cancel: () => Promise.resolve(),
  };
}

async function jobsLater(): Promise<void> {
  server.clock.set(new Date(server.clock.now().getTime() + 10_000));
  await server.app.jobs!.runDue();
}

test('a parcel has one label, however often and at once it is asked for', async () => {
  const { parcelId, sscc } = await weighed();
  const answers = await Promise.all([label(parcelId), label(parcelId), label(parcelId)]);
  const bought = answers.filter(({ status }) => status < 300);
  expect(new Set(bought.map(({ body }) => body.labelId)).size).toBe(1);
  const again = await label(parcelId);
  expect(again).toMatchObject({ status: 200, body: { state: 'bought', trackingNo: sscc } });
});

test('buys once from a carrier whose answer got lost: the label is found by our reference', async () => {
  const carrier = carrierThatLies('forgetful', { loseAnswers: 1 });
  joinCarrier(carrier);
  const { parcelId } = await weighed();
  expect(await label(parcelId, { carrier: 'forgetful' })).toMatchObject({ status: 202, body: { state: 'intended' } });
  await jobsLater();
  expect(carrier.sold.size).toBe(1);
  expect((await label(parcelId)).body).toMatchObject({ state: 'intended', trouble: 'timeout' });
  await jobsLater();
  expect((await label(parcelId)).body).toMatchObject({ state: 'bought', trackingNo: 'forgetful-1' });
  expect(carrier.sold.size).toBe(1);
  expect((await must(floor.packer.get(`/v1/parcels/${parcelId}`))).state).toBe('labelled');
});

test('prints the name and phone masked, the address in full, and records who looked', async () => {
  const { parcelId } = await weighed({ name: '김보라' });
  await must(label(parcelId));
  const zpl = await floor.packer.get(`/v1/parcels/${parcelId}/label?format=zpl`);
  expect(zpl.status).toBe(200);
  expect(zpl.body).toContain('김*라');
  expect(zpl.body).toContain('010-1234-****');
  expect(zpl.body).toContain('테헤란로');
  expect(zpl.body).not.toContain('김보라');
  const pdf = await floor.packer.get(`/v1/parcels/${parcelId}/label`);
  expect(pdf.headers.get('content-type')).toContain('application/pdf');
  expect(pdf.body.startsWith('%PDF')).toBe(true);
  const { rows } = (await server.db.raw(`SELECT DISTINCT why FROM access_record WHERE actor_id = ?`, [
    floor.packer.userId,
  ])) as {
    rows: object[];
  };
  expect(rows).toContainEqual({ why: 'print_label' });
});

test('a label whose address is out of date does not close the parcel until it is bought anew', async () => {
  const { parcelId, orderId, sscc } = await weighed();
  await must(label(parcelId));
  const shipTo = { name: '홍길동', phone: '010-1234-5678', address: '부산시 해운대구 1', lat: 37.6, lon: 126.9 };
  await must(floor.admin.post(`/v1/orders/${orderId}/address`, { shipTo }));
  const { siteId, packer } = floor;
  const close = () => packer.post('/v1/parcels/close', { siteId, sscc });
  expect((await close()).body.error.code).toBe('address_changed');
  await must(packer.post(`/v1/parcels/${parcelId}/label/void`, { siteId, reason: 'address changed' }));
  expect((await close()).body.error.code).toBe('pack_label_first');
  await must(label(parcelId));
  expect((await must(close())).state).toBe('closed');
  expect((await packer.get(`/v1/parcels/${parcelId}/label?format=zpl`)).body).toContain('해운대구');
});

async function tracked(carrier: string) {
  const parcel = await weighed({ name: '이순신' });
  await must(label(parcel.parcelId, { carrier }));
  await must(floor.packer.post('/v1/parcels/close', { siteId: floor.siteId, sscc: parcel.sscc }));
  await server.settle();
  const { parcels } = await must(floor.packer.get(`/v1/parcels?orderId=${parcel.orderId}`));
  return { ...parcel, token: parcels[0].tracking.token as string };
}

const tell = (events: object[]) =>
  floor.dispatcher.post('/v1/carrier-events', { siteId: floor.siteId, carrier: 'paper', events });
const at = (minutes: number) => new Date(server.clock.now().getTime() + minutes * 60_000).toISOString();

test('shows a customer the state in his language and nothing personal but the masked name', async () => {
  const { token, sscc, orderId } = await tracked('paper');
  expect(token.length).toBeGreaterThanOrEqual(22);
  // its seller has the link, too
  const seller = await server.as('seller', { sellerId: floor.sellerId });
  const seen = await must(seller.get(`/v1/parcels?siteId=${floor.siteId}&orderId=${orderId}`));
  expect(seen.parcels).toMatchObject([{ sscc, tracking: { token } }]);
  const english = await server.anyone.get(`/t/${token}`);
  expect(english.status).toBe(200);
  expect(english.body).toContain('Packed');
  expect(english.body).toContain('이*신');
  for (const secret of ['이순신', '테헤란로', '010', '1234', sscc]) expect(english.body).not.toContain(secret);
  expect((await server.anyone.get(`/t/${token}?lang=ko`)).body).toContain('포장 완료');
  const korean = await fetch(`${server.url}/t/${token}`, { headers: { 'accept-language': 'ko-KR,ko;q=0.9' } });
  expect(await korean.text()).toContain('포장 완료');
  expect((await server.anyone.get('/t/guessed')).status).toBe(404);
});

test('sorts what a carrier tells by the time it happened; delivered stays, until it is documented as wrong', async () => {
  const { token, sscc, orderId } = await tracked('paper');
  await must(floor.dispatcher.post('/v1/hand-overs', { siteId: floor.siteId, ssccs: [sscc] }));
  expect((await orderColumns(floor, orderId)).state).toBe('shipped');
  const delivered = { trackingNo: sscc, eventId: 'e3', kind: 'delivered', at: at(30) };
  expect((await must(tell([delivered]))).heard).toBe(1);
  expect((await orderColumns(floor, orderId)).state).toBe('delivered');
  await must(tell([{ trackingNo: sscc, eventId: 'e2', kind: 'failed', at: at(20) }, delivered]));
  await must(tell([{ trackingNo: sscc, eventId: 'e4', kind: 'out', at: at(40) }]));
  const state = async () => (await must(floor.packer.get(`/v1/parcels?orderId=${orderId}`))).parcels[0].tracking.state;
  expect(await state()).toBe('delivered');
  const page = (await server.anyone.get(`/t/${token}`)).body as string;
  expect(page.indexOf('Could not be delivered')).toBeGreaterThan(page.lastIndexOf('Delivered'));
  await must(tell([{ trackingNo: sscc, eventId: 'e5', kind: 'arriving', at: at(41), corrects: 'e3' }]));
  expect(await state()).toBe('arriving');
  const unknown = await must(tell([{ trackingNo: 'nobody', eventId: 'x', kind: 'lost', at: at(1) }]));
  expect(unknown).toEqual({ heard: 0, unknown: ['nobody'] });
});

test('keeps pictures only, and shows them to those who may see them', async () => {
  const send = (bytes: Uint8Array) => floor.driver.post('/v1/files', bytes, { 'content-type': 'image/png' });
  expect((await send(new TextEncoder().encode('<script>'))).body.error.code).toBe('file_type');
  const { fileId } = await must(send(Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')));
  expect((await floor.driver.get(`/v1/files/${fileId}`)).headers.get('content-type')).toContain('image/png');
  expect((await floor.dispatcher.get(`/v1/files/${fileId}`)).status).toBe(200);
  expect((await floor.packer.get(`/v1/files/${fileId}`)).status).toBe(404);
});

test('lists parcels page by page', async () => {
  await packedOne();
  const all = (await must(floor.packer.get('/v1/parcels?limit=1000'))).parcels as { parcelId: string }[];
  const seen: string[] = [];
  let after = '';
  for (let page = 0; page < 50; page++) {
    const answer = await must(floor.packer.get(`/v1/parcels?limit=2${after}`));
    seen.push(...answer.parcels.map((one: { parcelId: string }) => one.parcelId));
    if (answer.next === undefined) break;
    after = `&after=${answer.next}`;
  }
  expect(seen).toEqual(all.map(({ parcelId }) => parcelId));
});

async function packedOne(): Promise<void> {
  const goods = await shelved(floor, 1);
  const [order] = await picked(floor, [{ lines: [{ itemId: goods.itemId, quantity: 1 }] }]);
  await packed(floor, order!);
}
