import { mayUseSite } from '../auth/index.ts';
import { done, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import type { CartonType } from './rules.ts';
import type { AddCartons } from './schema.ts';
import { keepCarton, openCartons } from './store.ts';

type Listed = Outcome<{ cartons: CartonType[] }>;

/** Adds carton types to a site's packing tables; a code that exists gets the new measures. */
export async function addCartons(work: Work, input: AddCartons): Promise<Listed> {
  const closed = mayUseSite(work, input.siteId);
  if (closed) return closed;
  for (const carton of input.cartons) await keepCarton(work.tx, input.siteId, carton);
  return listCartons(work, input);
}

export async function listCartons(work: Work, input: { siteId: string }): Promise<Listed> {
  const closed = mayUseSite(work, input.siteId);
  return closed ?? done({ cartons: await openCartons(work.tx, input.siteId) });
}
