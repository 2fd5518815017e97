import { change, maybe, rows } from '../../platform/sql.ts';
import type { Tx, Work } from '../../platform/work.ts';

export async function insertEvent(
  work: Work,
  event: { eventId: string; userId: string; what: string; detail: string },
): Promise<void> {
  await change(
    work.tx,
    `INSERT INTO account_event (event_id, user_id, actor_id, what, detail, ip, at)
     VALUES (:eventId, :userId, :actor, :what, :detail, :ip, :at)`,
    { ...event, actor: work.actor.userId, ip: work.actor.ip, at: work.at },
  );
}

export interface EventRow {
  eventId: string;
  at: Date;
  userId: string;
  login: string;
  actorId: string;
  by: string | null;
  what: string;
  detail: string;
  ip: string | null;
}

export interface EventsAsked {
  siteIds: string[] | undefined;
  userId?: string | undefined;
  cursor?: string | undefined;
  limit: number;
}

export function eventPage(tx: Tx, asked: EventsAsked): Promise<EventRow[]> {
  return rows(
    tx,
    `SELECT e.event_id AS "eventId", e.at, e.user_id AS "userId", u.login, e.actor_id AS "actorId", a.login AS by, e.what,
            e.detail, e.ip
       FROM account_event e JOIN user_account u USING (user_id) LEFT JOIN user_account a ON a.user_id = e.actor_id
      WHERE (:userId::uuid IS NULL OR e.user_id = :userId) AND (:cursor::uuid IS NULL OR e.event_id < :cursor)
        AND (:siteIds::uuid[] IS NULL
             OR EXISTS (SELECT 1 FROM user_site s WHERE s.user_id = e.user_id AND s.site_id = ANY(:siteIds::uuid[])))
      ORDER BY e.event_id DESC LIMIT :limit`,
    { siteIds: asked.siteIds, userId: asked.userId, cursor: asked.cursor, limit: asked.limit },
  );
}

/** Whether one person, no admin but the first, is or gave a way in to both of two accounts, or to those who gave it, and so on. */
export async function sharedHand(tx: Tx, who: { first: string; second: string }): Promise<boolean> {
  const found = await maybe(
    tx,
    `WITH RECURSIVE hand(of, user_id) AS (
       SELECT id, id FROM unnest(ARRAY[:first::uuid, :second::uuid]) AS id
       UNION
       SELECT h.of, giver.actor_id
         FROM hand h
        CROSS JOIN LATERAL (
          SELECT max(event_id::text) FILTER (WHERE what IN ('opened','password_reset'))::uuid AS password,
                 max(event_id::text) FILTER (WHERE what IN ('pin_reset','pin_chosen'))::uuid AS pin
            FROM account_event WHERE user_id = h.user_id) AS last
         JOIN account_event giver ON giver.user_id = h.user_id AND (giver.event_id = last.password
              -- whoever had given a way in chose the PIN, as far as anybody knows
              OR giver.event_id = (SELECT event_id FROM account_event
                                    WHERE user_id = h.user_id AND event_id <= last.pin
                                      AND what IN ('opened','password_reset','pin_reset')
                                    ORDER BY event_id DESC LIMIT 1))
         JOIN user_account a ON a.user_id = giver.actor_id
        WHERE a.role <> 'admin' OR a.user_id = :first::uuid)
     SELECT 1 FROM hand a JOIN hand b USING (user_id) WHERE a.of = :first::uuid AND b.of = :second::uuid LIMIT 1`,
    who,
  );
  return found !== undefined;
}
