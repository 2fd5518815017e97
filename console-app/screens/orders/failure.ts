import type { OrderShown, Visits } from '../../link/wire.ts';
import { causeSaid } from '../../words/t.ts';
import { followsSaid } from '../routes/follows.ts';
import { lastFailed } from './lastFailed.ts';
import { isOver } from './tones.ts';

type Visit = Visits['visits'][number];

/** A delivery that failed and has not been made good since. */
export interface Failure {
  reason: string | null;
  at: string;
  /** What is decided: in words, each thing once. */
  follows: string[];
  /** Where it is to come next, if that is known. */
  next: Visit | undefined;
}

/** By the doors where they may be seen, else by the log of the order. */
export function failureOf(order: OrderShown, visits: Visit[] | undefined): Failure | undefined {
  if (isOver(order) || order.state === 'delivered') return undefined;
  return visits === undefined ? failureInLog(order) : failureAtDoors(visits);
}

function failureAtDoors(visits: Visit[]): Failure | undefined {
  const failed = lastFailed(visits);
  if (failed === undefined) return undefined;
  const { latest, shut } = failed;
  const ids = new Set(shut.map(({ parcelId }) => parcelId));
  return {
    reason: latest.reason,
    at: latest.doneAt!,
    follows: followsSaid(shut),
    next: visits.find(({ doneAt, parcels }) => doneAt === null && parcels.some(({ parcelId }) => ids.has(parcelId))),
  };
}

function failureInLog({ events }: OrderShown): Failure | undefined {
  const at = events.findLastIndex(({ kind }) => kind === 'delivery_failed' || kind === 'delivery_reopened');
  const failed = events[at];
  if (failed?.kind !== 'delivery_failed') return undefined;
  const since = events.slice(at + 1);
  if (since.some(({ kind }) => kind === 'delivered')) return undefined;
  const decided = since.findLast(({ kind }) => kind === 'delivery_decided' || kind === 'brought_back');
  const follows = decided?.cause ? [causeSaid(decided.cause)] : [];
  return { reason: failed.cause, at: failed.at, follows, next: undefined };
}
