import { recordAccess, sitesSeen } from '../auth/index.ts';
import { done, type Outcome } from '../platform/errors.ts';
import { Download } from '../platform/route.ts';
import type { Work } from '../platform/work.ts';
import { openPerson, personalFields, type Person } from './recipient.ts';
import type { ExportQuery } from './schema.ts';
import { ordersPage, type OrderRow } from './store.ts';

const HEAD = ['order', 'channel', 'mall', 'external_id', 'state', 'placed_at', 'promise_by', ...personalFields];

/**
 * Orders with who gets them, in clear, as CSV: for a reason, and with a record for each of them. `Link` names the next
 * part, which begins after the last order of this one, for as long as there is one.
 */
export async function exportOrders(work: Work, query: ExportQuery): Promise<Outcome<Download>> {
  const { reason, ...page } = query;
  const wall = { sellerId: work.actor.sellerId, siteIds: sitesSeen(work) };
  const beyond = await ordersPage(work.tx, wall, { ...page, limit: page.limit + 1 });
  const found = beyond.slice(0, page.limit);
  const kept = found.filter(({ sealed }) => sealed !== null && sealed.erasedAt === null);
  const why = `export:${reason}`;
  await recordAccess(work, { subjects: kept.map(({ orderId }) => orderId), fields: personalFields, why });
  const lines = [HEAD, ...found.map(lineOf)].map((cells) => cells.map(cell).join(','));
  const next = beyond.length > found.length ? found.at(-1)!.orderId : undefined;
  return done(new Download('text/csv; charset=utf-8', `${lines.join('\r\n')}\r\n`, 'orders.csv', next));
}

function lineOf(row: OrderRow): string[] {
  const { orderId, channel, mall, externalId, state, placedAt, promiseBy } = row;
  const person = personOf(row);
  const order = [orderId, channel, mall, externalId, state, placedAt.toISOString(), promiseBy.toISOString()];
  return [...order, ...personalFields.map((field) => person?.[field] ?? '')];
}

function personOf({ sellerId, orderId, recipient, sealed }: OrderRow): Person | undefined {
  if (sealed === null || sealed.erasedAt !== null) return undefined;
  return openPerson({ sellerId, orderId, version: recipient!, ...sealed }, personalFields);
}

/** Quoted; what a spreadsheet would take for a formula begins with an apostrophe. */
function cell(text: string): string {
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${plain.replaceAll('"', '""')}"`;
}
