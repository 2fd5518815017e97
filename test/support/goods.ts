import { expect } from 'vitest';
import type { Person, TestServer } from './server.ts';

/** A site with its people and one seller, ready for stock. */
export interface Ground {
  siteId: string;
  sellerId: string;
  admin: Person;
  manager: Person;
  /** Codes of pick bins, in order. */
  bins: string[];
}

let made = 0;

/** Files share a process and its count: codes sort as they are made, by whichever number the first of them begins. */
const counted = () => String(made).padStart(5, '0');

/** Opens a small site (two ambient aisles of one level) and a seller through the doors. */
export async function openGround(server: TestServer, plan: Record<string, unknown> = {}): Promise<Ground> {
  made += 1;
  const first = await server.as('admin');
  const site = await first.post('/v1/sites', {
    code: `S${counted()}`,
    name: `Site ${counted()}`,
    lat: 37.6,
    lon: 126.77,
    plan: { aisles: 2, bays: 10, levels: 1, ...plan },
  });
  expect(site.status, JSON.stringify(site.body)).toBe(201);
  const siteId = site.body.siteId as string;
  await first.post('/v1/cut-offs', { siteId, name: 'dawn', orderByMinute: 1440, deliverByMinute: 1860 });
  const [admin, manager] = [await server.as('admin'), await server.as('manager')];
  const sellerId = await openSeller(server, admin, `SELLER-${counted()}`);
  const found = await admin.get(`/v1/bins?siteId=${siteId}&kind=pick&limit=500`);
  return { siteId, sellerId, admin, manager, bins: found.body.bins.map((bin: { binCode: string }) => bin.binCode) };
}

export async function openSeller(_server: TestServer, admin: Person, code: string): Promise<string> {
  const seller = await admin.post('/v1/sellers', { code, name: `Seller ${code}` });
  expect(seller.status, JSON.stringify(seller.body)).toBe(201);
  return seller.body.sellerId as string;
}

export interface Goods {
  itemId: string;
  code: string;
  barcode: string;
}

/** An item with a valid GTIN-13. */
export async function addItem(ground: Ground, more: Record<string, unknown> = {}): Promise<Goods> {
  made += 1;
  const barcode = gtin13(made);
  const code = `ITEM-${counted()}`;
  const answer = await ground.admin.post('/v1/items', {
    sellerId: ground.sellerId,
    code,
    name: `Item ${counted()}`,
    barcodes: [{ code: barcode, quantity: 1 }],
    size_mm: [100, 80, 60],
    weight_g: 250,
    temperature: 'ambient',
    ...more,
  });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return { itemId: answer.body.itemId as string, code, barcode };
}

export function gtin13(number: number): string {
  const twelve = `880111${String(number).padStart(6, '0')}`;
  const sum = Array.from(twelve).reduce((total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 1 : 3), 0);
  return twelve + String((10 - (sum % 10)) % 10);
}

/** Above it a new site asks for a second person. */
const ADJUSTED_ALONE = 1000;

/** Puts units into a bin by adjustments. */
export async function stow(ground: Ground, itemId: string, binCode: string, quantity: number): Promise<void> {
  const { siteId, manager } = ground;
  for (let left = quantity; left > 0; left -= ADJUSTED_ALONE) {
    const asked = { siteId, binCode, itemId, quantity: Math.min(left, ADJUSTED_ALONE), reason: 'opening' };
    const answer = await manager.post('/v1/stock/adjustments', asked);
    expect([answer.status, answer.body.state], JSON.stringify(answer.body)).toEqual([201, 'posted']);
  }
}

export async function stockOf(ground: Ground, itemId: string) {
  const answer = await ground.admin.get(`/v1/stock?itemId=${itemId}&siteId=${ground.siteId}`);
  return answer.body.items[0] as {
    onHand: number;
    promised: number;
    allocated: number;
    held: number;
    available: number;
  };
}
