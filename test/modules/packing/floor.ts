import { afterAll, beforeAll, expect } from 'vitest';
import { runAudit } from '../../../src/commands/audit/run.ts';
import { addItem, openGround, stow, type Goods, type Ground } from '../../support/goods.ts';
import { startServer, type Person, type TestServer } from '../../support/server.ts';

/** A site with carton types, its people, and goods on the shelf. */
export interface Floor extends Ground {
  server: TestServer;
  picker: Person;
  packer: Person;
  dispatcher: Person;
  receiver: Person;
  driver: Person;
}

export interface Picked {
  orderId: string;
  tote: string;
}

let made = 0;

export async function openFloor(server: TestServer): Promise<Floor> {
  const ground = await openGround(server);
  const { siteId } = ground;
  const cartons = await ground.manager.post('/v1/cartons', {
    siteId,
    cartons: [
      { cartonCode: 'BOX-S', size_mm: [250, 200, 150], maxWeight_g: 10_000, tare_g: 120 },
      { cartonCode: 'BOX-L', size_mm: [500, 400, 300], maxWeight_g: 25_000, tare_g: 350 },
    ],
  });
  expect(cartons.status, JSON.stringify(cartons.body)).toBe(200);
  const [picker, packer, dispatcher] = [
    await server.as('picker'),
    await server.as('packer'),
    await server.as('dispatcher'),
  ];
  const [receiver, driver] = [await server.as('receiver'), await server.as('driver')];
  return { ...ground, server, picker, packer, dispatcher, receiver, driver };
}

/** One floor for all tests of a file; once they are done its books are audited. */
export function useFloor(open: (at: { server: TestServer; floor: Floor }) => void): void {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
    open({ server, floor: await openFloor(server) });
  });
  afterAll(async () => {
    await server.settle();
    expect(await auditRows(server)).toEqual([]);
    await server.close();
  });
}

export async function shelved(floor: Floor, units: number, more: Record<string, unknown> = {}): Promise<Goods> {
  const goods = await addItem(floor, more);
  made += 1;
  await stow(floor, goods.itemId, floor.bins[made % floor.bins.length]!, units);
  return goods;
}

export interface Wish {
  lines: { itemId: string; quantity: number }[];
  lat?: number;
  lon?: number;
  name?: string;
  promiseBy?: string;
}

export async function placeOrder(floor: Floor, wish: Wish): Promise<string> {
  made += 1;
  const placed = await floor.admin.post('/v1/orders', {
    sellerId: floor.sellerId,
    siteId: floor.siteId,
    channel: 'test',
    externalId: `E-${made}`,
    paid: true,
    lines: wish.lines,
    shipTo: {
      name: wish.name ?? '홍길동',
      phone: '010-1234-5678',
      address: `서울시 강남구 테헤란로 ${made}`,
      lat: wish.lat ?? 37.57 + made / 1000,
      lon: wish.lon ?? 126.98,
    },
    ...(wish.promiseBy === undefined ? {} : { promiseBy: wish.promiseBy }),
  });
  expect(placed.status, JSON.stringify(placed.body)).toBe(201);
  return placed.body.orderId as string;
}

/** Places orders and has them picked, with those given, scan by scan, one tote each. */
export async function picked(floor: Floor, wishes: Wish[], orderIds: string[] = []): Promise<Picked[]> {
  for (const wish of wishes) orderIds.push(await placeOrder(floor, wish));
  const wave = await floor.manager.post('/v1/waves', { siteId: floor.siteId, orderIds });
  expect(wave.status, JSON.stringify(wave.body)).toBeLessThan(300);
  const totes = new Map<string, string>();
  for (let tour = 0; tour < 20 && totes.size < orderIds.length; tour++) await pickTour(floor, totes);
  return orderIds.map((orderId) => ({ orderId, tote: totes.get(orderId)! }));
}

async function pickTour(floor: Floor, totes: Map<string, string>): Promise<void> {
  made += 1;
  const cart = `CART-${String(made).padStart(2, '0')}`;
  let answer = await floor.picker.scan('pick', cart);
  for (let turn = 0; turn < 500; turn++) {
    expect(answer.ok, JSON.stringify(answer)).toBe(true);
    const { step } = answer;
    if (step.expect === 'cart') break;
    answer = await floor.picker.scan('pick', await codeFor(floor, step));
  }
  const uses = (await floor.server.db.raw(
    `SELECT tote_code, order_id FROM tote_use WHERE site_id = ? AND ended_at IS NULL`,
    [floor.siteId],
  )) as { rows: { tote_code: string; order_id: string }[] };
  for (const { tote_code, order_id } of uses.rows) totes.set(order_id, tote_code);
}

interface Step {
  expect: string;
  show: { big?: string; item?: { code: string }; lines?: { label: string; value: string }[] };
}

async function codeFor(floor: Floor, { expect: wanted, show }: Step): Promise<string> {
  if (wanted === 'bin') return show.big!;
  if (wanted === 'lane') return 'LANE-1';
  if (wanted === 'lot') return show.lines![0]!.value;
  if (wanted === 'tote') {
    const standing = show.lines?.find(({ label }) => label === 'Tote')?.value;
    made += 1;
    return standing ?? `TOTE-${String(made).padStart(4, '0')}`;
  }
  const code = show.item!.code;
  const found = await floor.admin.get(`/v1/items?sellerId=${floor.sellerId}&search=${code}`);
  const item = found.body.items.find((one: { code: string }) => one.code === code);
  return item.barcodes[0].code as string;
}

export interface Packed extends Picked {
  parcelId: string;
  sscc: string;
}

/** Packs a picked tote into one parcel, by the doors: items, carton, weight, label, close. */
export async function packed(floor: Floor, { orderId, tote }: Picked): Promise<Packed> {
  const { siteId, packer } = floor;
  const opened = await packer.post('/v1/parcels', { siteId, tote });
  expect(opened.status, JSON.stringify(opened.body)).toBeLessThan(300);
  const { parcelId, sscc, suggested } = opened.body;
  const order = await floor.admin.get(`/v1/orders/${orderId}`);
  for (const { itemId, picked: quantity } of order.body.lines) {
    if (quantity === 0) continue;
    await must(packer.post(`/v1/parcels/${parcelId}/items`, { siteId, itemId, quantity }));
  }
  const chosen = await must(packer.post(`/v1/parcels/${parcelId}/carton`, { siteId, cartonCode: suggested[0] }));
  await must(packer.post(`/v1/parcels/${parcelId}/weight`, { siteId, weight_g: chosen.expected_g }));
  await must(packer.post(`/v1/parcels/${parcelId}/label`, { siteId }));
  await must(packer.post('/v1/parcels/close', { siteId, sscc }));
  return { orderId, tote, parcelId, sscc };
}

/** The body of an answer that has to be a success. */
export async function must(asked: Promise<{ status: number; body: unknown }>) {
  const answer = await asked;
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
  // oxlint-disable-next-line no-explicit-any -- tests read whatever came
  return answer.body as any;
}

export async function orderColumns(floor: Floor, orderId: string) {
  const order = await floor.admin.get(`/v1/orders/${orderId}`);
  return { state: order.body.state as string, lines: order.body.lines as Record<string, number>[] };
}

/** Rows of every audit of the house: none when all is well. */
export async function auditRows(server: TestServer): Promise<string[]> {
  const { invariants } = await runAudit(server.db);
  return invariants.flatMap(({ name, rows }) => rows.slice(0, 5).map((row) => `${name}: ${JSON.stringify(row)}`));
}
