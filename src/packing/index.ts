import { hearAddress } from './hearAddress.ts';
import { hearCancel } from './hearCancel.ts';

export { routes } from './routes.ts';
export const consumers = [hearAddress, hearCancel];
export { addCartons } from './addCartons.ts';
export { chooseCarton } from './chooseCarton.ts';
export { closeParcel, movesOf } from './closeParcel.ts';
export { holdParcel } from './holdParcel.ts';
export { labelParcel } from './labelParcel.ts';
export { unlabelParcel } from './unlabelParcel.ts';
export { moveParcels } from './moveParcels.ts';
export { openParcel } from './openParcel.ts';
export { pack } from './pack.ts';
export { packShort } from './packShort.ts';
export { AT_TABLE, parcelStates, type ParcelState } from './rules.ts';
export { shownOf, showParcel } from './showParcel.ts';
export {
  closedParcels,
  fillingFrom,
  finishOpenTask,
  linesOf,
  openCartons,
  parcelAnywhere,
  parcelById,
  parcelBySscc,
  parcelsById,
  parcelsByPart,
  parcelsOfOrder,
  parcelsPage,
  type Parcel,
  type ParcelLine,
  type ParcelsAsked,
} from './store.ts';
export type { ParcelShown } from './schema.ts';
export { unpack } from './unpack.ts';
export { weigh } from './weigh.ts';
