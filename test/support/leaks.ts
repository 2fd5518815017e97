import { openPerson, personalFields, type Person } from '../../src/orders/recipient.ts';
import { BOXES, type Boxes, type RecipientKey } from '../../src/orders/store/recipient.ts';
import type { Database } from '../../src/platform/database.ts';

/**
 * Of the columns where what people send could come to lie unsealed by an oversight: facts and what became of them, kept
 * answers, scans and their answers, refusals, jobs, the histories of orders, accounts and looks.
 */
export const searched = {
  outbox: ['subject', 'body'],
  parked_fact: ['subject', 'reason'],
  idempotency_key: ['route', 'answer'],
  refused_request: ['route', 'field'],
  scan: ['code', 'answer'],
  scan_conflict: ['code'],
  job: ['name'],
  order_event: ['cause'],
  account_event: ['what', 'detail'],
  access_record: ['subject', 'fields', 'why', 'origin'],
};

/** Of each table: more than a day has, and less than a text of the database holds, which the long form of a storm would fill. */
const MOST_ROWS = 50_000;

/** Texts of fewer signs than this are parts of others by chance. */
const GRAM = 3;

/** Which of some texts stand in another, in one pass over it however many they are. */
export function textsWithin(text: string, sought: Iterable<string>): Set<string> {
  const marked = new Uint8Array(0x10000);
  const byGram = new Map<number, string[]>();
  const gramAt = (of: string, at: number) =>
    (of.charCodeAt(at) * 961 + of.charCodeAt(at + 1) * 31 + of.charCodeAt(at + 2)) & 0xffff;
  for (const one of new Set(sought)) {
    if (one.length < GRAM) continue;
    const gram = gramAt(one, 0);
    marked[gram] = 1;
    byGram.set(gram, [...(byGram.get(gram) ?? []), one]);
  }
  const found = new Set<string>();
  for (let at = 0; at <= text.length - GRAM; at++) {
    const gram = gramAt(text, at);
    if (marked[gram] === 1) for (const one of byGram.get(gram)!) if (text.startsWith(one, at)) found.add(one);
  }
  return found;
}

/** What names this one person: a name of one short word is everybody's, a phone has its digits, an address its number. */
function tellingTexts({ name, phone, address }: Person): string[] {
  const digits = phone.replaceAll(/\D/g, '');
  return [
    ...(/[가-힣]{3}|\S{2} \S{2}/.test(name) ? [name] : []),
    ...(digits.length >= 9 ? [phone, digits, digits.replace(/^0/, '82')] : []),
    ...(/\S \S.*\d/.test(address) ? [address] : []),
  ];
}

/** Who gets the orders of a database, as far as the secret of this process opens them, and how many it does not. */
async function recipientsOf(db: Database): Promise<{ people: Person[]; sealed: number }> {
  const { rows } = (await db.raw(
    `SELECT r.seller_id AS "sellerId", r.order_id AS "orderId", r.version, ${BOXES} FROM recipient r
      WHERE r.erased_at IS NULL`,
  )) as { rows: (RecipientKey & Boxes)[] };
  const people = rows.flatMap((row) => {
    try {
      return [openPerson(row, personalFields)];
    } catch {
      return [];
    }
  });
  return { people, sealed: rows.length - people.length };
}

/** Where somebody who gets an order stands in clear who should not: in the log, or in a table beside his sealed row. */
export async function leaksOf(db: Database, log: string): Promise<{ leaked: string; text: string }[]> {
  const { people, sealed } = await recipientsOf(db);
  // with none of them open nobody is searched for
  if (people.length === 0) return sealed === 0 ? [] : [{ leaked: 'recipient', text: `${sealed} that do not open` }];
  const sought = new Set(people.flatMap(tellingTexts));
  const arms = Object.entries(searched).map(
    ([table, columns]) =>
      `SELECT '${table}' AS place, string_agg(concat_ws(' ', ${columns.join(', ')}), E'\\n') AS text
         FROM (SELECT * FROM ${table} LIMIT ${MOST_ROWS}) AS one`,
  );
  const { rows } = (await db.raw(arms.join(' UNION ALL '))) as { rows: { place: string; text: string | null }[] };
  return [{ place: 'log', text: log }, ...rows].flatMap(({ place, text }) =>
    [...textsWithin(text ?? '', sought)].map((found) => ({ leaked: place, text: found })),
  );
}
