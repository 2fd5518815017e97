import { parcelsById } from '../packing/index.ts';
import { tell, type Work } from '../platform/work.ts';
import { parcelTracked } from './events.ts';
import { stateAfter, type EventKind } from './rules.ts';
import { addEvents, eventsOf, lockTrackings, setTracked, type ToldEvent } from './store.ts';

/**
 * Writes what happened to parcels and what is true of them now: by the time at which things happened, whatever the order
 * they are told in. @returns the parcels whose public state changed, and to what
 */
export async function noteEvents(work: Work, siteId: string, events: ToldEvent[]): Promise<Map<string, EventKind>> {
  const parcelIds = [...new Set(events.map(({ parcelId }) => parcelId))];
  const before = await lockTrackings(work.tx, siteId, parcelIds);
  const followed = new Set(before.map(({ parcelId }) => parcelId));
  await addEvents(
    work,
    siteId,
    events.filter(({ parcelId }) => followed.has(parcelId)),
  );
  const all = await eventsOf(work.tx, siteId, parcelIds);
  const changed = before.flatMap(({ parcelId, state, stateAt }) => {
    const now = stateAfter(all.filter((event) => event.parcelId === parcelId));
    const same = now === undefined || (now.kind === state && now.happenedAt.getTime() === stateAt.getTime());
    return same ? [] : [{ parcelId, state: now.kind, stateAt: now.happenedAt, before: state }];
  });
  if (changed.length === 0) return new Map();
  await setTracked(work.tx, siteId, changed);
  const moved = changed.filter(({ state, before }) => state !== before);
  const parcels = new Map((await parcelsById(work.tx, siteId, parcelIds)).map((parcel) => [parcel.parcelId, parcel]));
  for (const { parcelId, state } of moved) tell(work, parcelTracked(parcels.get(parcelId)!, state));
  return new Map(moved.map(({ parcelId, state }) => [parcelId, state]));
}
