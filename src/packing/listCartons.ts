import { mayUseSite } from '../auth/index.ts';
import { done, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import type { CartonType } from './rules.ts';
import { openCartons } from './store.ts';

export type Listed = Outcome<{ cartons: CartonType[] }>;

export async function listCartons(work: Work, input: { siteId: string }): Promise<Listed> {
  const closed = mayUseSite(work, input.siteId);
  return closed ?? done({ cartons: await openCartons(work.tx, input.siteId) });
}
