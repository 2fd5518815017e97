import { mayUseSite } from '../auth/index.ts';
import { layoutOf } from '../layout/index.ts';
import type { Work } from '../platform/work.ts';
import type { AddCartons } from './schema.ts';
import { keepCarton } from './store.ts';
import { listCartons, type Listed } from './listCartons.ts';

/** Adds carton types to a site's packing tables; a code that exists gets the new measures. */
export async function addCartons(work: Work, input: AddCartons): Promise<Listed> {
  const closed = mayUseSite(work, input.siteId);
  if (closed) return closed;
  await layoutOf(work.tx, input.siteId);
  for (const carton of input.cartons) await keepCarton(work.tx, input.siteId, carton);
  return listCartons(work, input);
}
