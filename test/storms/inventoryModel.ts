import type * as inventory from '../../src/inventory/index.ts';
import { binPlace } from '../../src/inventory/index.ts';

export interface Promised {
  promiseId: string;
  open: number;
  live: boolean;
}

/** What ought to be true of one item at one site, kept beside the database and by much simpler rules. */
export interface Model {
  bins: { place: string; sellable: number; held: number; allocated: number }[];
  /** On sale, not put away yet. */
  atDock: number;
  inTotes: number;
  inParcels: number;
  /** At customers, who may send it back. */
  sold: number;
  /** Came back to the dock, and nobody has looked at it. */
  toInspect: number;
  promises: Promised[];
  allocations: { allocationId: string; bin: number; left: number; promise: Promised; active: boolean }[];
}

export const emptyModel = (bins: string[]): Model => ({
  bins: bins.map((code) => ({ place: binPlace(code), sellable: 0, held: 0, allocated: 0 })),
  atDock: 0,
  inTotes: 0,
  inParcels: 0,
  sold: 0,
  toInspect: 0,
  promises: [],
  allocations: [],
});

export const sum = (list: number[]) => list.reduce((total, n) => total + n, 0);
export const freeAt = ({ sellable, allocated }: Model['bins'][number]) => sellable - allocated;
export const available = ({ bins, atDock, promises }: Model) =>
  atDock + sum(bins.map(freeAt)) - sum(promises.map(({ open }) => open));

/** The verbs as the model asks for them; a twin may answer otherwise. */
export type Promising = typeof inventory.promise;
