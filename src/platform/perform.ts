import { answerApart } from './answerApart.ts';
import type { Database } from './database.ts';
import type { Outcome } from './errors.ts';
import { gather, type SetVerb } from './gather.ts';
import { answerEachOnce, answerOnce, type Keyed, type Once } from './idempotency.ts';
import type { Route } from './route.ts';
import { transact, wallOf, type Occasion } from './transact.ts';
import type { Work } from './work.ts';

type Verb = (work: Work, input: unknown) => Promise<Outcome<unknown>>;

/** Work outside a transaction: each statement by itself. */
const unowned = (db: Database, occasion: Occasion): Work => ({ ...occasion, tx: db, facts: [] });

/** What is only read needs no transaction, but for those whose wall stands in one. */
function needsTransaction(door: Route, occasion: Occasion): boolean {
  return door.ownTransaction !== true && (!isRead(door) || wallOf(occasion) !== undefined);
}

const isRead = ({ method, records }: Route) => method === 'get' && records !== true;

/** What happens behind a door once a request has been read and its caller is known. */
export function performing(
  db: Database,
  door: Route,
): (occasion: Occasion, input: unknown) => Promise<Outcome<unknown>> {
  if (door.together !== undefined) return gather(db, door.together as SetVerb<unknown, unknown>);
  const verb = door.verb as Verb;
  const readOnly = isRead(door);
  return (occasion, input) =>
    needsTransaction(door, occasion)
      ? transact(db, occasion, (work) => verb(work, input), { readOnly })
      : verb(unowned(db, occasion), input);
}

/** The same for requests under a key: those that are answered together are so here, too, each once. */
export function performingOnce(
  db: Database,
  door: Route,
): (occasion: Occasion, asked: Keyed) => Promise<Outcome<Once>> {
  if (door.together !== undefined) return gather(db, answerEachOnce(door.together as SetVerb<unknown, unknown>));
  const verb = door.verb as Verb;
  const once = door.ownTransaction === true ? answerApart : answerOnce;
  return (occasion, asked) => once(db, occasion, asked, (work) => verb(work, asked.input));
}
