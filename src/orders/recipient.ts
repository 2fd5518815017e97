import { recordAccess } from '../auth/index.ts';
import { seal, unseal } from '../platform/crypto.ts';
import { done, notFound, type Outcome } from '../platform/errors.ts';
import { maskAddress, maskName, maskPhone } from '../platform/mask.ts';
import { secretKey } from '../platform/secret.ts';
import type { Work } from '../platform/work.ts';
import type { Order } from './rules.ts';
import type { ShipTo } from './schema.ts';
import { insertRecipient, recipientRow, type OrderRow } from './store.ts';

/** Seals a new version of who gets an order; the order's recipient is this one from now on. */
export async function sealRecipient(work: Work, order: Order, to: ShipTo & { address: string }): Promise<void> {
  const key = secretKey('personal');
  order.recipient = await insertRecipient(work, order, {
    name: seal(key, to.name),
    phone: seal(key, to.phone),
    address: seal(key, to.address),
    lat: to.lat ?? null,
    lon: to.lon ?? null,
  });
}

export function hasAddress(to: ShipTo | undefined): to is ShipTo & { address: string } {
  return to?.address !== undefined;
}

export interface Recipient {
  version: number;
  name: string;
  phone: string;
  address: string;
  lat: number | null;
  lon: number | null;
}

/** Who gets an order, in clear; who looked and why is recorded. Another version than the present one may be named. */
export async function recipientOf(
  work: Work,
  asked: { sellerId: string; orderId: string; version?: number; why: string },
): Promise<Outcome<Recipient>> {
  const row = await recipientRow(work.tx, asked);
  if (row === undefined) return notFound('recipient');
  await recordAccess(work, { subject: asked.orderId, fields: 'name,phone,address', why: asked.why });
  const key = secretKey('personal');
  const { version, lat, lon } = row;
  const [name, phone, address] = [row.name, row.phone, row.address].map((box) => unseal(key, box));
  return done({ version, name: name!, phone: phone!, address: address!, lat, lon });
}

/** The recipient as lists show it. */
export function maskedRecipient(row: Pick<OrderRow, 'name' | 'phone' | 'address'>) {
  if (row.name === null || row.phone === null || row.address === null) return null;
  const key = secretKey('personal');
  return {
    name: maskName(unseal(key, row.name)),
    phone: maskPhone(unseal(key, row.phone)),
    address: maskAddress(unseal(key, row.address)),
  };
}
