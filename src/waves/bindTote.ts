import { balancesIn, totePlace } from '../inventory/index.ts';
import { done, refuse, type Outcome } from '../platform/errors.ts';
import { alone, type Asked } from '../platform/gather.ts';
import { newId } from '../platform/ids.ts';
import type { Work } from '../platform/work.ts';
import { leaseFrom } from './claim.ts';
import { beginUses, liveUses, renewLeases, slotTotes } from './store.ts';

export interface BindTote {
  siteId: string;
  batchId: string;
  slot: number;
  toteCode: string;
}

/** A tote is put into a slot of the cart. */
export function bindTote(work: Work, input: BindTote): Promise<Outcome<undefined>> {
  return alone(bindTotes, work, input);
}

/**
 * Totes are put into slots of carts of one site, and hold the slots' orders from now on. A second tote for the same slot:
 * the first is full and stays with the order. @returns for each `tote_in_use`, `tote_not_empty`, `no_such_slot`, `lease_lost`
 */
export async function bindTotes(asked: Asked<BindTote>[]): Promise<Outcome<undefined>[]> {
  if (asked.length === 0) return [];
  const [{ work, input }] = asked as [Asked<BindTote>];
  const { tx } = work;
  const { siteId } = input;
  const inputs = asked.map((one) => one.input);
  const toteCodes = inputs.map(({ toteCode }) => toteCode);
  // one behind the other on the same connection
  const [renewed, places, uses, inside] = await Promise.all([
    renewLeases(
      tx,
      siteId,
      asked.map(({ work: { actor, at }, input: { batchId } }) => ({
        batchId,
        pickerId: actor.userId,
        leaseUntil: leaseFrom(at),
      })),
    ),
    slotTotes(tx, siteId, inputs),
    liveUses(tx, siteId, toteCodes),
    balancesIn(tx, siteId, toteCodes.map(totePlace)),
  ]);
  const held = new Set(renewed.map(({ batchId, pickerId }) => `${batchId} ${pickerId}`));
  const used = new Set(uses.map(({ toteCode }) => toteCode));
  const full = new Set(inside.map(({ place }) => place));
  const taken = new Set<(typeof places)[number]>();
  const begun: (BindTote & { useId: string })[] = [];
  const outcomes = asked.map(({ work, input }): Outcome<undefined> => {
    const { batchId, slot, toteCode } = input;
    if (!held.has(`${batchId} ${work.actor.userId}`)) {
      return refuse('lease_lost', 'Your claim ran out; scan your cart');
    }
    const place = places.find((one) => one.batchId === batchId && one.slot === slot);
    if (place === undefined) return refuse('no_such_slot', 'The cart has no such slot', { got: slot });
    if (place.toteCode === toteCode) return done(undefined);
    if (taken.has(place)) return refuse('tote_in_use', 'Another tote comes into this slot', { got: toteCode });
    if (used.has(toteCode)) {
      return refuse('tote_in_use', 'This tote holds another order', { got: toteCode });
    }
    if (full.has(totePlace(toteCode))) {
      return refuse('tote_not_empty', 'Something lies in this tote', { got: toteCode });
    }
    taken.add(place);
    used.add(toteCode);
    begun.push({ ...input, useId: newId() });
    return done(undefined);
  });
  beginUses(work, siteId, begun);
  return outcomes;
}
