import type { Rng } from '../shared/rng.ts';
import type { Chain } from './chain.ts';

/** The stops that somebody asked for and no route serves, a shipment by its pickup, and what that costs. */
export interface Unserved {
  none(): boolean;
  price(): number;
  /** Looks which stops are in no route. */
  recount(): void;
  /** No stop is missed, whatever is in the routes. */
  forget(): void;
  /** From here on what happens can be taken back. */
  begin(): void;
  takeBack(): void;
  add(stop: number): void;
  /** Takes out some that are tried again, written to `stops` from `count` on; the answer says how many these are then. */
  retry(stops: Int32Array, count: number): number;
}

/** Unserved stops tried again at once. */
const retried = 8;

/** @param missing what it costs to leave a stop (or the shipment of a pickup) unserved */
export function makeUnserved({ model, routeOf }: Chain, missing: Float64Array, rng: Rng): Unserved {
  const { asked, mate } = model;
  let stops: number[] = [];
  let price = 0;
  let before = stops;
  let priceBefore = 0;

  const sum = (): number => stops.reduce((all, stop) => all + missing[stop]!, 0);
  return {
    none: () => stops.length === 0,
    price: () => price,
    recount() {
      stops = [];
      for (let i = 0; i < asked; i++) if (routeOf[i]! < 0 && (mate[i]! < 0 || mate[i]! > i)) stops.push(i);
      price = sum();
    },
    forget() {
      stops = [];
      price = 0;
    },
    begin() {
      before = stops;
      priceBefore = price;
    },
    takeBack() {
      stops = before;
      price = priceBefore;
    },
    add(stop) {
      if (stops === before) stops = [...before];
      stops.push(stop);
      price += missing[stop]!;
    },
    retry(list, count) {
      if (stops.length === 0) return count;
      const again = rng.shuffle([...stops]);
      stops = again.splice(retried);
      price = sum();
      for (const stop of again) list[count++] = stop;
      return count;
    },
  };
}
