import { areWhole, type TypedCosts } from './costs.ts';
import { holdsSome, type Room } from './capacity.ts';
import { minutesOf } from './minutes.ts';

/** What a vehicle is called, holds and costs, and when it is on shift, as it is typed. */
export interface TypedVehicle extends Room, TypedCosts {
  code: string;
  /** Empty: it is called by its code. */
  name: string;
  from: string;
  to: string;
}

export const isCode = (code: string): boolean => /^VEH-[A-Z0-9-]{1,20}$/i.test(code.trim());

export const isTyped = (typed: TypedVehicle): boolean =>
  isCode(typed.code) && holdsSome(typed) && areWhole(typed) && minutesOf(typed) !== undefined;
