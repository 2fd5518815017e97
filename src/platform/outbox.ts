import { EventEmitter } from 'node:events';
import { newId } from './ids.ts';
import { arraysOf, change, maybe, rows, send } from './sql.ts';
import type { Fact, Tx, Work } from './work.ts';

/**
 * A fact as it stands in the outbox. `cursor` orders all facts so that what a transaction tells comes after what those told
 * for whom it waited.
 */
export interface ToldFact extends Fact {
  cursor: string;
  at: Date;
}

/**
 * Rings with the kinds that were told, in this process or, by `ringAfar`, in another; with nothing where nobody knows what
 * was told meanwhile.
 */
export const bell = new EventEmitter<{ told: [kinds: ReadonlySet<string> | undefined, afar?: boolean] }>();
bell.setMaxListeners(0);

export function writeFacts(work: Work): void {
  if (work.facts.length === 0) return;
  const facts = work.facts.map(({ body, ...fact }) => ({ ...fact, id: newId(), body: JSON.stringify(body) }));
  send(
    work.tx,
    `INSERT INTO outbox (id, kind, site_id, seller_id, subject, body, at)
     SELECT f.*, :at::timestamptz
       FROM unnest(:id::uuid[], :kind::text[], :siteId::uuid[], :sellerId::uuid[], :subject::text[], :body::jsonb[]) AS f`,
    { at: work.at, ...arraysOf(facts, ['id', 'kind', 'siteId', 'sellerId', 'subject', 'body']) },
  );
}

/** Once they are committed. */
export function ring(facts: Fact[]): void {
  if (facts.length > 0) bell.emit('told', new Set(facts.map((fact) => fact.kind)));
}

const zero = '0:0';

/**
 * Facts after a cursor, in commit-safe order: a row is read only once every transaction that might still tell something
 * before it has ended (pg_snapshot_xmin), so that no later reader finds one behind its cursor.
 */
export async function factsAfter(tx: Tx, cursor: string, limit: number): Promise<ToldFact[]> {
  const [txid, seq] = (cursor || zero).split(':') as [string, string];
  const found = await rows<Record<string, unknown>>(
    tx,
    `SELECT tx::text || ':' || seq AS cursor, kind, site_id AS "siteId", seller_id AS "sellerId", subject, body, at
       FROM outbox
      WHERE (tx, seq) > (:txid::xid8, :seq::bigint) AND tx < pg_snapshot_xmin(pg_current_snapshot())
      ORDER BY tx, seq LIMIT :limit`,
    { txid, seq, limit },
  );
  return found as unknown as ToldFact[];
}

/**
 * The facts of some kinds among the next `limit` after a cursor, and the cursor behind all of these: a consumer passes
 * what is told to others without reading it. `late`: some were told that cannot be read yet.
 */
export async function heardAfter(
  tx: Tx,
  after: { cursor: string; kinds: string[]; limit: number },
): Promise<{ facts: ToldFact[]; passed: string | undefined; more: boolean; late: boolean }> {
  const [txid, seq] = (after.cursor || zero).split(':') as [string, string];
  const found = await rows<ToldFact & { kind: string | null; passed: string | null; read: number; late: boolean }>(
    tx,
    `WITH ahead AS MATERIALIZED (
       SELECT tx, seq, kind, site_id, seller_id, subject, body, at FROM outbox
        WHERE (tx, seq) > (:txid::xid8, :seq::bigint) AND tx < pg_snapshot_xmin(pg_current_snapshot())
        ORDER BY tx, seq LIMIT :limit
     ), passed AS (
       SELECT tx::text || ':' || seq AS passed, (SELECT count(*)::int FROM ahead) AS read
         FROM ahead ORDER BY tx DESC, seq DESC LIMIT 1
     )
     SELECT late, passed, read, o.tx::text || ':' || o.seq AS cursor, o.kind, o.site_id AS "siteId",
            o.seller_id AS "sellerId", o.subject, o.body, o.at
       FROM (SELECT EXISTS (SELECT 1 FROM outbox WHERE tx >= pg_snapshot_xmin(pg_current_snapshot())
                               AND kind = ANY(:kinds::text[])) AS late) edge
       LEFT JOIN passed ON true LEFT JOIN ahead o ON o.kind = ANY(:kinds::text[])
      ORDER BY o.tx, o.seq`,
    { txid, seq, kinds: after.kinds, limit: after.limit },
  );
  const facts = found.filter(({ kind }) => kind !== null);
  const { passed, read, late } = found[0]!;
  return { facts, passed: passed ?? undefined, more: read === after.limit, late };
}

export async function lastCursor(tx: Tx): Promise<string> {
  const row = await maybe<{ cursor: string }>(
    tx,
    `SELECT tx::text || ':' || seq AS cursor FROM outbox
      WHERE tx < pg_snapshot_xmin(pg_current_snapshot()) ORDER BY tx DESC, seq DESC LIMIT 1`,
  );
  return row?.cursor ?? zero;
}

/**
 * The cursor behind which nothing appears any more. Whoever sees few of the facts goes on from here: from the last one of
 * his own he would pass those of all others again and again. A cursor that is further was given out before the database
 * was restored.
 */
export async function settledCursor(tx: Tx, cursor = zero): Promise<string> {
  const [txid] = cursor.split(':') as [string];
  const row = await maybe<{ cursor: string }>(
    tx,
    `SELECT CASE WHEN :txid::xid8 <> x.min THEN x.min::text || ':0' ELSE :cursor::text END AS cursor
       FROM (SELECT pg_snapshot_xmin(pg_current_snapshot()) AS min) x`,
    { txid, cursor },
  );
  return row!.cursor;
}

/**
 * Forgets facts from before a moment, the oldest first: those that every consumer has passed, one that never heard
 * anything included. The newest of all stays, as the memory of when something last happened.
 * @returns how many
 */
export function forgetFacts(tx: Tx, due: { before: Date; limit: number; consumers: string[] }): Promise<number> {
  return change(
    tx,
    `WITH heard AS (
       SELECT split_part(cursor, ':', 1)::xid8 AS tx, split_part(cursor, ':', 2)::bigint AS seq
         FROM consumer WHERE name = ANY(:consumers::text[]) ORDER BY 1, 2 LIMIT 1
     ), newest AS (SELECT tx, seq FROM outbox ORDER BY tx DESC, seq DESC LIMIT 1
     ), front AS (SELECT tx, seq, at FROM outbox ORDER BY tx, seq LIMIT :limit)
     DELETE FROM outbox o USING front f, heard h, newest n
      WHERE (o.tx, o.seq) = (f.tx, f.seq) AND f.at < :before::timestamptz
        AND (o.tx, o.seq) <= (h.tx, h.seq) AND (o.tx, o.seq) < (n.tx, n.seq)
        AND (SELECT count(*) FROM consumer WHERE name = ANY(:consumers::text[])) = cardinality(:consumers::text[])`,
    due,
  );
}

/**
 * After a restore: the numbers of the transactions that told these facts are those of another server, which may be ahead
 * of this one's, so that its own facts would never be heard. All become the oldest there is, in the order they had;
 * cursors go with them. `seq` goes on from where it stood, so that no place is ever given twice.
 */
export async function rebaseOutbox(tx: Tx): Promise<void> {
  await tx.raw(`
    CREATE TEMP TABLE place_of ON COMMIT DROP AS
      WITH last AS MATERIALIZED (SELECT nextval(pg_get_serial_sequence('outbox', 'seq')) AS seq)
      SELECT o.tx, o.seq, last.seq + row_number() OVER (ORDER BY o.tx, o.seq) AS place FROM outbox o, last;
    CREATE UNIQUE INDEX ON place_of (tx, seq);
    UPDATE consumer SET cursor = coalesce(
      (SELECT '3:' || place FROM place_of
        WHERE (tx, seq) <= (split_part(cursor, ':', 1)::xid8, split_part(cursor, ':', 2)::bigint)
        ORDER BY tx DESC, seq DESC LIMIT 1), '${zero}');
    UPDATE parked_fact f SET cursor = '3:' || p.place FROM place_of p WHERE f.cursor = p.tx::text || ':' || p.seq;
    ALTER TABLE outbox ALTER seq SET GENERATED BY DEFAULT;
    UPDATE outbox o SET tx = '3', seq = p.place FROM place_of p WHERE (o.tx, o.seq) = (p.tx, p.seq);
    ALTER TABLE outbox ALTER seq SET GENERATED ALWAYS;
    SELECT setval(pg_get_serial_sequence('outbox', 'seq'), max(place)) FROM place_of HAVING count(*) > 0;
  `);
}
