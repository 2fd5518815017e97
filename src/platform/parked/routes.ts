import { conclude } from '../answerApart.ts';
import type { Database } from '../database.ts';
import { done, notFound, refuse, RefusedError, type Outcome } from '../errors.ts';
import type { Consumer } from '../relay.ts';
import { route, type Route } from '../route.ts';
import { system, type Work } from '../work.ts';
import { endParked, isPassing, lockParked, noteTry, parkedPage, type Kept } from './rows.ts';
import { GiveUp, ParkedFact, ParkedFacts, ParkedId, ParkedQuery } from './schema.ts';

const shown = (row: Kept): ParkedFact => ParkedFact.parse(row);

/**
 * A consumer hears a fact again that it could not hear: its effect and the end of its waiting are one commit, so that it is
 * heard once however often this is asked for. @returns `fact_not_heard` with the reason, `fact_given_up`, `fact_gone`
 */
function hearAgain(consumers: Consumer[]) {
  return async (work: Work, { parkedId }: { parkedId: string }): Promise<Outcome<ParkedFact>> => {
    const db = work.tx as Database;
    const by = work.actor.userId;
    try {
      return await conclude({ ...work, actor: system }, async (part) => {
        const kept = await lockParked(part.tx, parkedId);
        if (kept === undefined) return notFound('parked_fact');
        if (kept.state === 'heard') return done(shown(kept));
        if (kept.state === 'given_up') return refuse('fact_given_up', 'Somebody has given it up', { got: kept.why });
        const consumer = consumers.find(({ name }) => name === kept.consumer);
        if (consumer === undefined || kept.told === null) return refuse('fact_gone', 'Nobody can hear it any more');
        const { cursor, kind, subject, told } = kept;
        const fact = { ...told, cursor, kind, subject, at: new Date(told.at) };
        await consumer.hear(part, fact).catch(refusedIsFault);
        return done(await endParked(part, parkedId, { state: 'heard', by }));
      });
    } catch (error) {
      if (isPassing(error)) throw error;
      return refuse('fact_not_heard', 'It could not be heard this time either', {
        details: await noteTry(db, parkedId, error),
      });
    }
  };
}

/** What a consumer refuses it could not hear. */
function refusedIsFault(error: unknown): never {
  throw error instanceof RefusedError ? new Error(error.message) : error;
}

/** Nobody is to hear it any more; who said so, when and why is kept. */
async function giveUp(
  work: Work,
  { parkedId, reason }: { parkedId: string; reason: string },
): Promise<Outcome<ParkedFact>> {
  const kept = await lockParked(work.tx, parkedId);
  if (kept === undefined) return notFound('parked_fact');
  if (kept.state === 'heard') return refuse('fact_heard', 'It has been heard meanwhile');
  if (kept.state === 'given_up') return done(shown(kept));
  return done(await endParked(work, parkedId, { state: 'given_up', by: work.actor.userId, why: reason }));
}

/** The doors to what consumers could not hear, for administrators. */
export function parkedRoutes(consumers: Consumer[]): Route[] {
  return [
    route({
      method: 'get',
      path: '/v1/parked-facts',
      summary: 'What could not be heard, and how it ended',
      roles: ['admin'],
      query: ParkedQuery,
      answer: ParkedFacts,
      verb: async ({ tx }: Work, query: ParkedQuery) => done(await parkedPage(tx, query)),
    }),
    route({
      method: 'post',
      path: '/v1/parked-facts/:parkedId/hear',
      summary: 'Let it be heard again',
      roles: ['admin'],
      params: ParkedId,
      answer: ParkedFact,
      ownTransaction: true,
      verb: hearAgain(consumers),
    }),
    route({
      method: 'post',
      path: '/v1/parked-facts/:parkedId/give-up',
      summary: 'Give it up, for a reason that is kept',
      roles: ['admin'],
      params: ParkedId,
      body: GiveUp,
      answer: ParkedFact,
      verb: giveUp,
    }),
  ];
}
