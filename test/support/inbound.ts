import { expect } from 'vitest';
import type { Goods, Ground } from './goods.ts';
import type { Person } from './server.ts';

let labels = 0;

/** A licence plate that no other test has. */
export function newLpn(): string {
  labels += 1;
  return `LPN${String(labels).padStart(7, '0')}`;
}

export interface BookedShipment {
  shipmentId: string;
  asn: string;
  boxes: { boxNo: number; sscc: string }[];
}

/** Books a shipment of these goods, one line each, for the day on which test servers start. */
export async function bookShipment(
  ground: Ground,
  lines: [goods: Goods, quantity: number, more?: object][],
  more: object = {},
): Promise<BookedShipment> {
  const answer = await ground.manager.post('/v1/inbound-shipments', {
    siteId: ground.siteId,
    sellerId: ground.sellerId,
    expectedOn: '2026-11-20',
    lines: lines.map(([goods, quantity, line]) => ({ itemId: goods.itemId, quantity, ...line })),
    ...more,
  });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body as BookedShipment;
}

/** Books and brings to the gate. */
export async function arrivedShipment(
  ground: Ground,
  lines: [goods: Goods, quantity: number, more?: object][],
  more: object = {},
): Promise<BookedShipment> {
  const shipment = await bookShipment(ground, lines, more);
  const arrived = await ground.manager.post(`/v1/inbound-shipments/${shipment.shipmentId}/arrive`, {});
  expect(arrived.status, JSON.stringify(arrived.body)).toBe(200);
  return shipment;
}

/** Books, brings in and receives goods on one new LPN; answers it. */
export async function receivedLpn(ground: Ground, lines: [goods: Goods, quantity: number][]): Promise<string> {
  const { shipmentId } = await arrivedShipment(ground, lines);
  const lpnCode = newLpn();
  for (const [goods, quantity] of lines) {
    const received = await receiveUnits(ground.manager, shipmentId, { itemId: goods.itemId, quantity, lpnCode });
    expect(received.status, JSON.stringify(received.body)).toBe(201);
  }
  return lpnCode;
}

export function receiveUnits(person: Person, shipmentId: string, units: object) {
  return person.post(`/v1/inbound-shipments/${shipmentId}/receipts`, units);
}
