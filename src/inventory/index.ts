import { expireLots } from './expireLots.ts';
import { expirePromises } from './expirePromises.ts';
import { endFlashSales, forgetFlashBuyers } from './flash/endSale.ts';

export { routes } from './routes.ts';
export const jobs = [expirePromises, expireLots, endFlashSales, forgetFlashBuyers];
export * from './place.ts';
export { post, type Leg, type Movement } from './post.ts';
export { promise, promiseMany, type Promised, type PromiseAsked } from './promise.ts';
export { adoptPromise, confirmPromise } from './confirmPromise.ts';
export { extendMany, extendPromise, type Extension } from './extendPromise.ts';
export { reducePromise, releasePromise } from './releasePromise.ts';
export { allocate, lockDemands, type Allocated } from './allocate.ts';
export { settle, settleMany } from './settle.ts';
export { breakAllocation } from './breakAllocation.ts';
export { lockStock, type HeldStock } from './lockStock.ts';
export { freeUnits, heldByHand, holdUnits } from './holdUnits.ts';
export { assertCount, isOvertaken, lockCounts } from './assertCount.ts';
export { correct } from './adjust.ts';
export { takeCaps, type CapAsk, type CapsTaken } from './flash/takeCaps.ts';
export { returnCaps, type Returned } from './flash/returnCaps.ts';
export { customerKey, type Buyer } from './flash/customerKey.ts';
export type { Demand, Missing } from './rules.ts';
export {
  balancesAt,
  balancesIn,
  balancesOfItem,
  contentsOf,
  holdsAtPlace,
  movesAtBin,
  linesOfPromise,
  livePromises,
  lockAllocations,
  lockAvailable,
  lotOf,
  lotsByPart,
  mostAt,
  ownersOf,
  sitesByStock,
  stockRows,
  upsertLot,
  type AllocationRow,
  type Balance,
  type PromiseIds,
  type PromiseRow,
} from './store.ts';
