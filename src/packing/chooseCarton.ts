import { itemsById } from '../catalogue/index.ts';
import { invalid, done, refuse, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { parcelAtTable } from './pack.ts';
import { coldest, expectedWeight_g } from './rules.ts';
import type { ChooseCarton, ParcelShown } from './schema.ts';
import { shownOf } from './showParcel.ts';
import { linesOf, openCartons, parcelById, setContents } from './store.ts';

/**
 * The packer says that the contents are final and in which carton: what the parcel has to weigh follows from it.
 * Refuses `pack_empty`, `pack_not_all` unless the rest is split off, `pack_carton_overweight`, `pack_label_bought`.
 */
export async function chooseCarton(
  work: Work,
  input: ChooseCarton & { parcelId: string },
): Promise<Outcome<ParcelShown>> {
  const at = await parcelAtTable(work, input);
  if ('refused' in at) return at;
  const { parcel } = at;
  const { siteId, parcelId } = parcel;
  if (parcel.state === 'labelled') return refuse('pack_label_bought', 'Void the label first');
  const lines = await linesOf(work.tx, siteId, [parcelId]);
  if (lines.length === 0) return refuse('pack_empty', 'Nothing is in this parcel yet');
  const { left } = await shownOf(work, parcel);
  if (left > 0 && !input.split) {
    return refuse('pack_not_all', `${left} still in the tote; scan or split`, { got: left, expected: 0 });
  }
  const cartons = await openCartons(work.tx, siteId);
  const carton = cartons.find(({ cartonCode }) => cartonCode === input.cartonCode);
  if (input.cartonCode !== undefined && carton === undefined) {
    return invalid(
      'cartonCode',
      input.cartonCode,
      cartons.map(({ cartonCode }) => cartonCode),
      'pack_carton_unknown',
    );
  }
  const items = new Map(
    (
      await itemsById(
        work.tx,
        lines.map(({ itemId }) => itemId),
      )
    ).map((item) => [item.itemId, item]),
  );
  const pieces = lines.map(({ itemId, quantity }) => ({ ...items.get(itemId)!, quantity }));
  const expected_g = expectedWeight_g(pieces, carton?.tare_g ?? 0);
  if (carton !== undefined && expected_g > carton.maxWeight_g) {
    return refuse('pack_carton_overweight', 'Too heavy for this carton', {
      got: expected_g,
      expected: carton.maxWeight_g,
    });
  }
  const outside_cm3 = carton?.size_mm.reduce((product, edge) => product * edge, 1 / 1000);
  const inside_cm3 = pieces.reduce((total, piece) => total + piece.unitVolume_cm3 * piece.quantity, 0);
  const changed = await setContents(work.tx, parcel, {
    cartonCode: carton?.cartonCode ?? null,
    expected_g,
    volume_cm3: Math.ceil(outside_cm3 ?? inside_cm3),
    temperature: coldest(pieces.map(({ temperature }) => temperature)),
  });
  if (changed !== 1) return refuse('pack_state', 'The parcel has left the packing table', { got: parcel.state });
  return done(await shownOf(work, (await parcelById(work.tx, siteId, parcelId))!));
}
