import { id, list, numberFrom, optional, type Id, type Read, record, whole } from '../shared/shape.ts';

/** Edges in mm; in a carton's `inner` and a placed `size` the third one is upright. */
export type Edges = [number, number, number];

export interface Carton {
  id: Id;
  inner: Edges;
  /** Limit of the packed carton, its own weight (tare) included. */
  maxWeight_g: number;
  tare_g: number;
}

export interface CartonItem {
  id: Id;
  size: Edges;
  /** Which of the item's own edges may stand upright, 0 or 1 each: keep flat is [0, 0, 1]. */
  vertical: Edges;
  weight_g: number;
  quantity: number;
}

/** Any number of every carton may be used, at most `maxCartons` of them in all. */
export interface CartonsProblem {
  cartons: Carton[];
  items: CartonItem[];
  maxCartons?: number | undefined;
}

export interface PlacedItem {
  id: Id;
  at: Edges;
  size: Edges;
}

export interface PackedCarton {
  id: Id;
  /** In the order of packing: whatever carries an item comes before it. */
  items: PlacedItem[];
}

export interface CartonsAnswer {
  cartons: PackedCarton[];
  unpacked: { id: Id; quantity: number }[];
}

const edges = list(whole(1, 1_000_000), 3, 3) as Read<Edges>;

/** Throws a Misfit where the problem is not one. */
export const readCartons: Read<CartonsProblem> = record<CartonsProblem>({
  cartons: list(record<Carton>({ id, inner: edges, maxWeight_g: numberFrom(0), tare_g: numberFrom(0) }), 1),
  items: list(
    record<CartonItem>({
      id,
      size: edges,
      vertical: list(whole(0, 1), 3, 3) as Read<Edges>,
      weight_g: numberFrom(0),
      quantity: whole(1, 100_000),
    }),
  ),
  maxCartons: optional(whole(1)),
});
