import type { Parcel } from '../packing/index.ts';
import type { EventKind, FailReason, ParcelEvent } from './rules.ts';
import type { Follows } from './words.ts';

/** The last door that did not open, while that is what there is to tell of a parcel. */
export interface Missed {
  triedAt: Date | undefined;
  reason: FailReason | undefined;
  /** At the site again, since. */
  backAt: Date | undefined;
  /** On the vehicle still, and not driven to the door again: it comes back with it. */
  isAboard: boolean;
  follows: Follows;
}

const ON_THE_WAY: readonly EventKind[] = ['out', 'arriving'];
export const FAILED: readonly EventKind[] = ['failed', 'returning'];

/**
 * What the events of a parcel tell of its last door, in the order in which they happened. What the desk decides later corrects an
 * event and not the try; only that a failure was a slip takes the try back.
 */
export function missedDoor(told: readonly ParcelEvent[], parcel: Parcel, state: EventKind): Missed {
  const slips = new Set(
    told.flatMap(({ kind, corrects }) => (ON_THE_WAY.includes(kind) && corrects ? [corrects] : [])),
  );
  const tries = told.filter(({ eventId, kind }) => FAILED.includes(kind) && !slips.has(eventId));
  const last = tries.findLast(({ reason }) => reason) ?? tries.findLast(({ kind }) => kind === 'failed');
  const back = told.findLast(({ kind }) => ['back', 'out', 'loaded'].includes(kind));
  return {
    triedAt: last?.happenedAt,
    reason: last?.reason ?? undefined,
    backAt: back?.kind === 'back' ? back.happenedAt : undefined,
    isAboard: parcel.state === 'failed',
    follows: followsOf(parcel, state),
  };
}

function followsOf({ state: lies, holdReason, cancelAsked }: Parcel, state: EventKind): Follows {
  if (cancelAsked || [state, lies].some((one) => one === 'returning' || one === 'returned')) return 'sentBack';
  if (holdReason === null) return 'again';
  return holdReason === 'address_asked' ? 'asked' : 'held';
}
