import { mayUseSite } from '../auth/index.ts';
import { parcelById, unlabelParcel } from '../packing/index.ts';
import { done, notFound, refuse, type Outcome } from '../platform/errors.ts';
import { tell, type Work } from '../platform/work.ts';
import { shown } from './buyLabel.ts';
import { carrierOf } from './carriers/index.ts';
import { labelVoided } from './events.ts';
import type { LabelShown, VoidLabel } from './schema.ts';
import { liveLabel, markVoid } from './store.ts';

/** Takes a label back before the parcel is closed: the address or the weight changed. Refuses `label_unknown`. */
export async function voidLabel(work: Work, input: VoidLabel & { parcelId: string }): Promise<Outcome<LabelShown>> {
  const { siteId, parcelId, reason } = input;
  const closed = mayUseSite(work, siteId);
  if (closed) return closed;
  const parcel = await parcelById(work.tx, siteId, parcelId);
  if (parcel === undefined) return notFound('parcel');
  const label = await liveLabel(work.tx, siteId, parcelId);
  if (label === undefined) return notFound('label');
  if (label.state === 'intended') return refuse('label_unknown', 'Still asking the carrier; try again');
  const off = await unlabelParcel(work, { siteId, parcelId });
  if (off.refused) return off;
  await carrierOf(label.carrier)?.cancel(label.labelId);
  await markVoid(work, label, reason);
  tell(work, labelVoided(parcel));
  return done(shown({ ...label, state: 'void' }));
}
