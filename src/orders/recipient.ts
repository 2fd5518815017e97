import { recordAccess } from '../auth/index.ts';
import { decrypt, encrypt, newKey } from '../platform/crypto.ts';
import { done, notFound, refuse, type Outcome } from '../platform/errors.ts';
import { maskAddress, maskName, maskPhone } from '../platform/mask.ts';
import { phoneIndexes } from '../platform/phone.ts';
import { openFirstLayout, rereadSecrets, unwrap, wrap, wrappingKey } from '../platform/secret.ts';
import type { Tx, Work } from '../platform/work.ts';
import type { Order } from './rules.ts';
import type { ShipTo } from './schema.ts';
import { insertRecipients, recipientRow, recipientRows, type Boxes, type RecipientKey } from './store.ts';

export const personalFields = ['name', 'phone', 'address'] as const;
export type PersonalField = (typeof personalFields)[number];
export type Person = Record<PersonalField, string>;

/** What every box of a row is bound to. */
export const contextOf = ({ sellerId, orderId, version }: RecipientKey) =>
  `recipient ${sellerId} ${orderId} ${version}`;

/** The clear texts of a person under a key of their own, and their masked forms, so that lists open nothing else. */
export function sealPerson(person: Person, row: RecipientKey) {
  const key = newKey();
  const context = contextOf(row);
  const box = (field: PersonalField) => encrypt(key, person[field], `${context} ${field}`);
  const masked: Person = {
    name: maskName(person.name),
    phone: maskPhone(person.phone),
    address: maskAddress(person.address),
  };
  return {
    name: box('name'),
    phone: box('phone'),
    address: box('address'),
    masked: encrypt(key, JSON.stringify(masked), `${context} masked`),
    rewrap: () => wrap(key, context),
  };
}

export interface Addressed {
  order: Order;
  to: ShipTo & { address: string };
}

/** Seals a new version of who gets an order that the caller holds; the order's recipient is this one from now on. */
export async function sealRecipient(work: Work, order: Order, to: Addressed['to']): Promise<void> {
  await writeSealed(work, await sealRecipients(work, [{ order, to }]));
}

/** The boxes of new versions of recipients, which are their orders' from now on; they are still to be written. */
export async function sealRecipients(work: Work, addressed: Addressed[]) {
  const indexes = await phoneIndexes(
    work,
    addressed.map(({ to }) => to.phone),
  );
  return addressed.map(({ order, to }, at) => {
    const { sellerId, orderId } = order;
    const row = { sellerId, orderId, version: (order.recipient ?? 0) + 1 };
    const index = indexes[at]!;
    order.recipient = row.version;
    order.customer = index?.toString('hex') ?? null;
    return { ...row, ...sealPerson(to, row), lat: to.lat ?? null, lon: to.lon ?? null, phoneIndex: index };
  });
}

export async function writeSealed(work: Work, sealed: Awaited<ReturnType<typeof sealRecipients>>): Promise<void> {
  if (sealed.length === 0) return;
  const rows = () => sealed.map(({ rewrap, ...row }) => ({ ...row, ...rewrap() }));
  if ((await insertRecipients(work, rows())) === sealed.length) return;
  // refused where the key was retired meanwhile: a rotation is running, and the newer secret is there to be read
  rereadSecrets();
  if ((await insertRecipients(work, rows())) === sealed.length) return;
  throw new Error(`the wrapping key ${wrappingKey().keyId} has been retired`);
}

export function hasAddress(to: ShipTo | undefined): to is ShipTo & { address: string } {
  return to?.address !== undefined;
}

/** Opens some fields of a row. Throws where a box is not this row's own. */
export function openPerson<F extends PersonalField>(
  row: RecipientKey & Boxes,
  fields: readonly F[],
): Record<F, string> {
  const { keyId, dataKey } = row;
  if (keyId === null || dataKey === null) {
    return Object.fromEntries(fields.map((field) => [field, firstLayout(row[field])])) as Record<F, string>;
  }
  const context = contextOf(row);
  const key = unwrap({ keyId, wrapped: dataKey }, context);
  const opened = fields.map((field) => [field, decrypt(key, row[field], `${context} ${field}`).toString('utf8')]);
  return Object.fromEntries(opened) as Record<F, string>;
}

function firstLayout(box: Buffer): string {
  const text = openFirstLayout(box);
  if (text === undefined) throw new Error('no configured secret opens this recipient');
  return text;
}

/**
 * Who gets an order now, to be sealed anew with what is told otherwise: nobody reads it, so no look is recorded. Undefined
 * where nobody was told yet, or he has been erased.
 */
export async function recipientNow(tx: Tx, { sellerId, orderId, recipient }: Order) {
  const row = recipient === null ? undefined : await recipientRow(tx, { sellerId, orderId });
  if (row === undefined || row.erasedAt !== null) return undefined;
  const spot = row.lat === null || row.lon === null ? undefined : { lat: row.lat, lon: row.lon };
  return { person: openPerson(row, personalFields), spot };
}

export type Opened<F extends PersonalField> = Record<F, string> & { masked: Person };

interface Asked {
  sellerId: string;
  orderId: string;
  /** The one that holds now where none is named. */
  version?: number;
}

/** Fields of who gets an order, in clear; who looked, at what and why is recorded first. Refuses `recipient_erased`. */
export async function recipientOf<F extends PersonalField>(
  work: Work,
  asked: Asked & { fields: readonly F[]; why: string },
): Promise<Outcome<Opened<F>>> {
  const row = await recipientRow(work.tx, asked);
  if (row === undefined) return notFound('recipient');
  if (row.erasedAt !== null) return erased();
  await recordAccess(work, { subjects: [asked.orderId], fields: asked.fields, why: asked.why });
  return done({ ...openPerson(row, asked.fields), masked: maskedPerson(row) });
}

const erased = () =>
  refuse('recipient_erased', 'Who got this order has been erased', {
    status: 410,
    expected: 'an order not yet erased',
  });

/** As labels and the customer's own page show it. Refuses `recipient_erased`. */
export async function maskedRecipientOf(work: Work, asked: Asked): Promise<Outcome<Person>> {
  const row = await recipientRow(work.tx, asked);
  if (row === undefined) return notFound('recipient');
  return row.erasedAt === null ? done(maskedPerson(row)) : erased();
}

/** City and district that orders go to, by order id, as lists show them: nothing for one without an address or erased. */
export async function areasOf(tx: Tx, orders: Pick<Asked, 'sellerId' | 'orderId'>[]): Promise<Map<string, string>> {
  const rows = orders.length === 0 ? [] : await recipientRows(tx, orders);
  return new Map(
    rows.filter(({ erasedAt }) => erasedAt === null).map((row) => [row.orderId, maskedPerson(row).address]),
  );
}

/** The masked forms of a row that is not erased; of the first layout they have to be made. */
export function maskedPerson(row: RecipientKey & Boxes): Person {
  const { keyId, dataKey, masked } = row;
  if (keyId === null || dataKey === null || masked === null) {
    const { name, phone, address } = openPerson(row, personalFields);
    return { name: maskName(name), phone: maskPhone(phone), address: maskAddress(address) };
  }
  const context = contextOf(row);
  const key = unwrap({ keyId, wrapped: dataKey }, context);
  return JSON.parse(decrypt(key, masked, `${context} masked`).toString('utf8')) as Person;
}
