import { mayUseSite } from '../auth/index.ts';
import { done, notFound, type Outcome } from '../platform/errors.ts';
import { tell, type Work } from '../platform/work.ts';
import { binStateSet } from './events.ts';
import type { Bin, BinState } from './schema.ts';
import { setBinState } from './store.ts';

/** Takes a bin out of use, under count, or back into use, and says why. */
export async function blockBin(
  work: Work,
  input: { siteId: string; binCode: string; state: BinState; reason: string },
): Promise<Outcome<Bin>> {
  const closed = mayUseSite(work, input.siteId);
  if (closed !== undefined) return closed;
  const bin = await setBinState(work.tx, input);
  if (bin === undefined) return notFound('bin', 'binCode', input.binCode);
  tell(work, binStateSet(input.siteId, bin.binCode, bin.state, input.reason));
  return done(bin);
}
