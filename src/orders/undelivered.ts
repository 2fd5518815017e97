import type { OrderState } from './rules.ts';
import type { Undelivered } from './schema.ts';

/** What of an order's log tells whether its goods are on their way to the customer. */
export const doorKinds = [
  'shipped',
  'delivery_failed',
  'delivery_reopened',
  'delivery_decided',
  'brought_back',
  'address_given',
] as const;

interface Entry {
  kind: string;
  cause: string | null;
}

/** Its goods have left packing and not come to the customer. */
export const isUnderWay = (state: OrderState): boolean => state === 'packed' || state === 'shipped';

/**
 * A delivery that failed and has not been made good since, by the log of the order: nothing once its goods left anew or the door
 * was opened again.
 */
export function undeliveredOf(state: OrderState, log: readonly Entry[]): Undelivered | null {
  if (!isUnderWay(state)) return null;
  let now: Undelivered | null = null;
  let before: Undelivered | null = null;
  let last: Entry | undefined;
  for (const entry of log) {
    const { kind, cause } = entry;
    if (kind === 'delivery_reopened' || (kind === 'shipped' && !isElsewhere(last))) [now, before] = [null, now];
    if (kind !== 'address_given') last = entry;
    if (kind === 'delivery_failed') now = { reason: cause, isBack: false, follows: null };
    if (kind === 'brought_back') now = { reason: now?.reason ?? null, isBack: true, follows: afterBack(now, cause) };
    // on its way back from the dock it counts as shipped, too: the word of the desk tells the two apart
    if (kind === 'delivery_decided') now = decided(now ?? before, cause);
    if (kind === 'address_given' && now !== null) now = { ...now, follows: withAddress(now) };
  }
  return now;
}

/** What leaves then is another parcel of the order: the one that failed is on its vehicle, or on its way to the returns. */
const isElsewhere = (last: Entry | undefined): boolean =>
  last?.kind === 'delivery_failed' || last?.cause === 'returning';

const afterBack = (was: Undelivered | null, cause: string | null): string | null =>
  cause === 'held' && was?.follows === 'address_asked' ? was.follows : cause;

const decided = (was: Undelivered | null, cause: string | null): Undelivered | null =>
  was && { ...was, follows: cause };

const withAddress = ({ reason, follows }: Undelivered): string | null =>
  follows === 'address_asked' || (follows === 'held' && reason === 'wrong_address') ? 'later' : follows;

/** What comes next for it, where that is not what its state says. */
export function nextUndelivered(state: OrderState, { isBack, follows }: Undelivered): string | undefined {
  if (follows === 'held') return 'decide_door';
  if (follows === 'address_asked') return 'wait_for_address';
  if (state !== 'shipped') return undefined;
  if (isBack) return 'judge_return';
  return follows === 'again' ? 'deliver_again' : 'come_back';
}
