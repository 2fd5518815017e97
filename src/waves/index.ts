import { freeLapsedClaims } from './freeLapsed.ts';
import { hearLost, hearCancel } from './hear.ts';

export { routes } from './routes.ts';
export const consumers = [hearCancel, hearLost];
export const jobs = [freeLapsedClaims];
export { askForCount } from './askForCount.ts';
export { bindTote, bindTotes, type BindTote } from './bindTote.ts';
export { claim, leaseFrom } from './claim.ts';
export { COUNT_AGAIN, finishCount, type Count, type CountResult } from './finishCount.ts';
export { dropCart } from './dropCart.ts';
export { leaveCart } from './leaveCart.ts';
export { pick, pickMany, type Pick } from './pick.ts';
export { planWave } from './planWave.ts';
export { putBack } from './putBack.ts';
export { shortPick } from './shortPick.ts';
export { skip } from './skip.ts';
export { emptyTote } from './totes.ts';
export { LEASE_MS } from './rules.ts';
export {
  batchById,
  cartsByPart,
  claimedCart,
  demandTasks,
  endCounts,
  handsAt,
  liveUse as orderOfTote,
  oldestCount,
  openCounts,
  openPutBacks,
  openTasks,
  renewLease,
  totesByPart,
  usesOfOrder as totesOf,
  type Batch,
  type Cart,
  type CountRequest,
  type Hand,
  type OpenTask,
  type PutBackTask,
  type TaskClaim,
  type ToteUse,
} from './store.ts';
