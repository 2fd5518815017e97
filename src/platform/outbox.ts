import { EventEmitter } from 'node:events';
import { newId } from './ids.ts';
import { change, maybe, rows } from './sql.ts';
import type { Fact, Tx, Work } from './work.ts';

/** A fact as it stands in the outbox. `cursor` orders all facts in the order in which they became visible. */
export interface ToldFact extends Fact {
  cursor: string;
  at: Date;
}

/** Rings in this process with the kinds that were told; what other processes tell is found by the poll. */
export const bell = new EventEmitter();
bell.setMaxListeners(0);

export async function writeFacts(work: Work): Promise<void> {
  if (work.facts.length === 0) return;
  await change(
    work.tx,
    `INSERT INTO outbox (id, kind, site_id, seller_id, subject, body, at)
     SELECT f.id, f.kind, f.site_id, f.seller_id, f.subject, f.body, :at
       FROM jsonb_to_recordset(:facts::jsonb)
         AS f(id uuid, kind text, site_id uuid, seller_id uuid, subject text, body jsonb)`,
    {
      at: work.at,
      facts: JSON.stringify(
        work.facts.map((fact) => ({
          id: newId(),
          kind: fact.kind,
          site_id: fact.siteId ?? null,
          seller_id: fact.sellerId ?? null,
          subject: fact.subject,
          body: fact.body,
        })),
      ),
    },
  );
  bell.emit('told', new Set(work.facts.map((fact) => fact.kind)));
}

const zero = '0:0';

/**
 * Facts after a cursor, in commit-safe order: a row is read only once every transaction that began before its own
 * has ended (pg_snapshot_xmin), so that no later reader finds one behind its cursor.
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

export async function lastCursor(tx: Tx): Promise<string> {
  const row = await maybe<{ cursor: string }>(
    tx,
    `SELECT tx::text || ':' || seq AS cursor FROM outbox
      WHERE tx < pg_snapshot_xmin(pg_current_snapshot()) ORDER BY tx DESC, seq DESC LIMIT 1`,
  );
  return row?.cursor ?? zero;
}
