import type { Vehicle } from '../../../link/wire.ts';

type Cost = NonNullable<Vehicle['cost']>;

/** What a plan reckons a vehicle to cost, as it is typed: whole won. */
export type TypedCosts = Record<keyof Cost, string>;

export const costKinds = ['fixed', 'perHour', 'perKm'] as const;

/** As the server reckons where nobody says otherwise. */
export const usualCosts: TypedCosts = { fixed: '0', perHour: '3600', perKm: '0' };

export const typedCosts = (cost: Vehicle['cost']): TypedCosts =>
  cost ? { fixed: String(cost.fixed), perHour: String(cost.perHour), perKm: String(cost.perKm) } : usualCosts;

export const costOf = ({ fixed, perHour, perKm }: TypedCosts): Cost => ({
  fixed: Number(fixed),
  perHour: Number(perHour),
  perKm: Number(perKm),
});

export const areWhole = (costs: TypedCosts): boolean => costKinds.every((kind) => /^\d+$/.test(costs[kind].trim()));
