import { databaseIsAway } from '../away.ts';
import type { ToldFact } from '../outbox.ts';
import { change, maybe, one, rows } from '../sql.ts';
import type { Tx, Work } from '../work.ts';
import type { ParkedFact, ParkedFacts, ParkedQuery } from './schema.ts';

/** Whoever else was in the way will have gone. */
const IN_THE_WAY = new Set(['40P01', '40001', '55P03', '25P02', '26000']);
/** A fact that takes too long takes too long at every turn. */
const TOO_LONG = '57014';

/** What is another transaction's fault or the database's, and not the fact's own. */
export function isPassing(error: unknown): boolean {
  const { code = '' } = error as { code?: string };
  return IN_THE_WAY.has(code) || (databaseIsAway(error) && code !== TOO_LONG);
}

const reasonOf = (error: unknown) => String(error).slice(0, 500);

/** Keeps a fact that a consumer could not hear, with all that was told, since the outbox forgets. */
export async function park(
  work: Work,
  consumer: string,
  { cursor, kind, subject, siteId, sellerId, body, at }: ToldFact,
  error: unknown,
): Promise<void> {
  const told = JSON.stringify({ siteId, sellerId, body, at });
  await change(
    work.tx,
    `INSERT INTO parked_fact (consumer, cursor, kind, subject, told, reason, at)
     VALUES (:consumer, :cursor, :kind, :subject, :told::jsonb, :reason, :at) ON CONFLICT DO NOTHING`,
    { consumer, cursor, kind, subject, told, reason: reasonOf(error), at: work.at },
  );
}

const PARKED = `parked_id AS "parkedId", consumer, kind, subject, (told->>'siteId')::uuid AS "siteId", state, reason, tries, at,
  ended_at AS "endedAt", ended_by AS "endedBy", why`;

/** The latest first. */
export async function parkedPage(tx: Tx, query: ParkedQuery): Promise<ParkedFacts> {
  const [facts, { waiting }] = await Promise.all([
    rows<ParkedFact>(
      tx,
      `SELECT ${PARKED} FROM parked_fact WHERE state = :state ORDER BY at DESC, parked_id LIMIT :limit`,
      query,
    ),
    one<{ waiting: number }>(tx, `SELECT count(*)::int AS waiting FROM parked_fact WHERE state = 'parked'`),
  ]);
  return { facts, waiting };
}

/** How many wait for somebody, by consumer. */
export function countParked(tx: Tx): Promise<{ consumer: string; waiting: number }[]> {
  return rows(
    tx,
    `SELECT consumer, count(*)::int AS waiting FROM parked_fact WHERE state = 'parked' GROUP BY 1 ORDER BY 1`,
  );
}

/** `told`: the rest of the fact, its time as JSON writes it. */
export type Kept = ParkedFact & {
  cursor: string;
  told: (Omit<ToldFact, 'cursor' | 'kind' | 'subject' | 'at'> & { at: string }) | null;
};

export function lockParked(tx: Tx, parkedId: string): Promise<Kept | undefined> {
  return maybe(
    tx,
    `SELECT ${PARKED}, cursor, told FROM parked_fact
      WHERE parked_id = :parkedId::uuid FOR UPDATE`,
    { parkedId },
  );
}

export function endParked(
  work: Work,
  parkedId: string,
  how: { state: 'heard' | 'given_up'; by: string; why?: string },
) {
  return one<ParkedFact>(
    work.tx,
    `UPDATE parked_fact SET state = :state, ended_at = :at, ended_by = :by::uuid, why = :why
      WHERE parked_id = :parkedId::uuid RETURNING ${PARKED}`,
    { parkedId, ...how, why: how.why, at: work.at },
  );
}

/** It was heard in vain once more. */
export async function noteTry(tx: Tx, parkedId: string, error: unknown): Promise<{ reason: string }> {
  const reason = reasonOf(error);
  await change(
    tx,
    `UPDATE parked_fact SET tries = tries + 1, reason = :reason WHERE parked_id = :parkedId::uuid AND state = 'parked'`,
    { parkedId, reason },
  );
  return { reason };
}
