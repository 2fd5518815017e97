import { done, refuse, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { parcelAtTable } from './pack.ts';
import { refuseWeight } from './rules.ts';
import type { ParcelShown, Weigh } from './schema.ts';
import { shownOf } from './showParcel.ts';
import { parcelById, setWeight } from './store.ts';

/** Refuses `pack_weight_off` beyond the tolerance, unless the packer stands by it with a reason. */
export async function weigh(work: Work, input: Weigh & { parcelId: string }): Promise<Outcome<ParcelShown>> {
  const at = await parcelAtTable(work, input);
  if ('refused' in at) return at;
  const { parcel } = at;
  if (parcel.state === 'open') return refuse('pack_carton_first', 'Choose the carton first');
  const off = refuseWeight(parcel.expected_g ?? 0, input.weight_g);
  if (off && input.reason === undefined) return off;
  const reason = off ? input.reason : undefined;
  if ((await setWeight(work, parcel, { weight_g: input.weight_g, reason })) !== 1) {
    return refuse('pack_label_bought', 'Void the label first', { got: parcel.state });
  }
  return done(await shownOf(work, (await parcelById(work.tx, parcel.siteId, parcel.parcelId))!));
}
