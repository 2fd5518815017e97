import type { Database } from '../../../src/platform/database.ts';

/**
 * The wrong twin of a relay: it hears the facts behind its mark and moves the mark when it is through, with nothing that
 * binds the two, and nobody is kept from hearing beside it.
 */
export async function hearNaively(db: Database, consumer: string, kind: string): Promise<void> {
  const { rows: marks } = (await db.raw('SELECT seq::int FROM naive_mark WHERE consumer = ?', [consumer])) as {
    rows: { seq: number }[];
  };
  const { rows: facts } = (await db.raw(
    `SELECT seq::int, subject, (body ->> 'n')::int AS n FROM outbox WHERE kind = ? AND seq > ? ORDER BY seq`,
    [kind, marks[0]?.seq ?? 0],
  )) as { rows: { seq: number; subject: string; n: number }[] };
  for (const { subject, n } of facts) {
    await db.raw('INSERT INTO heard (consumer, aggregate, n) VALUES (?, ?, ?)', [consumer, subject, n]);
  }
  const last = facts.at(-1)?.seq;
  if (last === undefined) return;
  await db.raw(
    `INSERT INTO naive_mark (consumer, seq) VALUES (?, ?) ON CONFLICT (consumer) DO UPDATE SET seq = excluded.seq`,
    [consumer, last],
  );
}
