import type { Visits } from '../../link/wire.ts';

type Visit = Visits['visits'][number];

interface LastFailed {
  /** The door that failed last, of whichever parcel. */
  latest: Visit;
  /** The parcels whose last door failed. */
  shut: Visit['parcels'];
}

/** Of visits in the order of time what is still to be made good: what a parcel came to last is what counts. */
export function lastFailed(visits: Visit[]): LastFailed | undefined {
  const made = visits.filter(({ doneAt }) => doneAt !== null);
  const last = new Map(made.flatMap((visit) => visit.parcels.map((parcel) => [parcel.parcelId, { visit, parcel }])));
  const shut = [...last.values()].filter(({ parcel }) => parcel.state === 'failed' || parcel.state === 'back');
  const latest = made.findLast((visit) => shut.some((one) => one.visit === visit));
  return latest && { latest, shut: shut.map(({ parcel }) => parcel) };
}
