import { holdsSome, type Room } from './capacity.ts';
import { minutesOf } from './minutes.ts';

/** What a vehicle is called, holds, and when it is on shift, as it is typed. */
export interface TypedVehicle extends Room {
  code: string;
  from: string;
  to: string;
}

export const isTyped = (typed: TypedVehicle): boolean =>
  /^VEH-[A-Z0-9-]{1,20}$/i.test(typed.code.trim()) && holdsSome(typed) && minutesOf(typed) !== undefined;
