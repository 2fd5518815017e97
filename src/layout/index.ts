export { addBin } from './addBin.ts';
export { addSite } from './addSite.ts';
export { blockBin } from './blockBin.ts';
export { atMinute, dayAfter, localClock, localDay, openCutOffs, type Promised } from './cutOff.ts';
export { promisesAt, zoneAt, type Promises } from './promisesAt.ts';
export { layoutOf, takeSsccs } from './reads.ts';
export { walk_mm, type Spot } from './rules.ts';
export { routes } from './routes.ts';
export { setCutOff } from './setCutOff.ts';
export {
  binFacts,
  binsByPart,
  binsOf,
  cutOffsOf,
  keepRooms,
  promisingOf,
  sitesSeenBy,
  sitesWithPace,
  zonesOf,
  type Promising,
  type Room,
  type SiteFacts,
} from './store.ts';
export { Bin } from './schema.ts';
export type { AislePlan, BinKind, BinState, CutOff, Pace, Site, WalkingLayout, Zone } from './schema.ts';
