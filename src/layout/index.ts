export { addBin } from './addBin.ts';
export { addSite } from './addSite.ts';
export { blockBin } from './blockBin.ts';
export { atMinute, dayAfter, localDay, nextCutOff, type Promised } from './cutOff.ts';
export { layoutOf, promiseFor, takeSsccs, zoneAt } from './reads.ts';
export { isInside, walk_mm, type Spot } from './rules.ts';
export { routes } from './routes.ts';
export { binFacts, binsOf, cutOffsOf, sitesSeenBy, zonesOf, type SiteFacts } from './store.ts';
export type { AislePlan, Bin, BinKind, BinState, CutOff, Site, WalkingLayout, Zone } from './schema.ts';
