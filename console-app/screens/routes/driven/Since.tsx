import { href } from '../../../frame/route.ts';
import type { DrivenRoute } from '../../../link/wire.ts';
import { when } from '../../../parts/time.ts';
import { t } from '../../../words/t.ts';
import { followSaid } from '../follows.ts';

type Parcel = DrivenRoute['stops'][number]['parcels'][number];

/** What came of a parcel that was not handed over: what was decided, and where and when it was since. */
export function Since({ parcel, routeId }: { parcel: Parcel; routeId: string }) {
  const { since } = parcel;
  const follows = followSaid(parcel);
  if (since === null) return follows && <span class="soft">{`→ ${follows}`}</span>;
  const place = since.routeId === routeId ? t('driven.stop', { n: since.position }) : placeOf(since);
  const said =
    since.state === 'delivered'
      ? t('driven.deliveredAt', { place, at: when(since.doneAt!) })
      : since.doneAt !== null
        ? t('driven.failedAgain', { place, at: when(since.doneAt) })
        : t('driven.comesAt', { place, at: when(since.etaAt) });
  return (
    <span class="soft" data-since={since.state}>
      {'→ '}
      {since.routeId === routeId ? (
        said
      ) : (
        <a href={since.departedAt === null ? href('routes') : href('routes', 'driven', since.routeId)}>{said}</a>
      )}
      {since.state !== 'delivered' && follows !== null && ` · ${follows}`}
    </span>
  );
}

const placeOf = ({ vehicle, position }: NonNullable<Parcel['since']>): string =>
  t('failed.stop', { n: position, vehicle });
