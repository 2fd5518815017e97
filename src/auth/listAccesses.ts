import { done, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import type { Accesses, AccessesQuery } from './schema.ts';
import { accessPage } from './store.ts';

/** Who saw whose personal data, the latest first: one page. */
export async function listAccesses(work: Work, query: AccessesQuery): Promise<Outcome<Accesses>> {
  const found = await accessPage(work.tx, { ...query, limit: query.limit + 1 });
  const accesses = found.slice(0, query.limit);
  const more = found.length > accesses.length ? { next: accesses.at(-1)!.accessId } : {};
  return done({ accesses, ...more });
}
