/** What is moved on the board: stops of routes, in their order, or the parcels of a door in the pool. */
export interface Moving {
  stopIds: string[];
  parcelIds: string[];
}

export const nothing: Moving = { stopIds: [], parcelIds: [] };

/** A door of the pool becomes one stop. */
export const stopsOf = ({ stopIds, parcelIds }: Moving): number => stopIds.length + Math.min(1, parcelIds.length);

/** As the doors of the server take it. */
export const sent = ({ stopIds, parcelIds }: Moving, siteId: string) => ({
  stopIds,
  ...(parcelIds.length > 0 && { pool: { siteId, parcelIds } }),
});
