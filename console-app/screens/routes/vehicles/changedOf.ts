import type { Vehicle } from '../../../link/wire.ts';
import { abilitiesOf, type Abilities, written } from './abilities.ts';
import { capacityOf, roomOf } from './capacity.ts';
import { costOf, typedCosts } from './costs.ts';
import { clockOf, minutesOf } from './minutes.ts';
import type { TypedVehicle } from './typedVehicle.ts';

export interface Typed {
  vehicle: TypedVehicle;
  abilities: Abilities;
}

export const typedOf = (vehicle: Vehicle): Typed => ({
  vehicle: {
    code: vehicle.code,
    name: vehicle.name === vehicle.code ? '' : vehicle.name,
    ...roomOf(vehicle.capacity),
    ...typedCosts(vehicle.cost),
    from: clockOf(vehicle.shift.fromMinute),
    to: clockOf(vehicle.shift.toMinute),
  },
  abilities: abilitiesOf(vehicle),
});

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
const inOrder = (skills: string[]): string[] => skills.toSorted();

/** Only what somebody typed anew: what others changed of the vehicle meanwhile is not sent back as it was. */
export function changedOf(vehicle: Vehicle, { vehicle: typed, abilities }: Typed) {
  const before = typedOf(vehicle).vehicle;
  const { skills, startsFrom, returnsTo, home = null } = written(abilities);
  const capacity = Object.entries(capacityOf(typed)).filter(
    ([kind, amount]) => amount !== vehicle.capacity[kind as keyof Vehicle['capacity']],
  );
  const cost = Object.entries(costOf(typed)).filter(
    ([kind, amount]) => amount !== vehicle.cost?.[kind as keyof typeof vehicle.cost],
  );
  const code = typed.code.trim().toUpperCase();
  const name = typed.name.trim();
  return {
    ...(code !== vehicle.code && { code }),
    ...(name !== before.name && { name: name || code }),
    ...(cost.length > 0 && { cost: Object.fromEntries(cost) }),
    ...(capacity.length > 0 && { capacity: Object.fromEntries(capacity) }),
    ...(!isSame([typed.from, typed.to], [before.from, before.to]) && { shift: minutesOf(typed) }),
    ...(!isSame(inOrder(skills), inOrder(vehicle.skills)) && { skills }),
    ...(startsFrom !== vehicle.startsFrom && { startsFrom }),
    ...(returnsTo !== vehicle.returnsTo && { returnsTo }),
    // one that is used no more is not kept
    ...(!isSame(home && [home.lat, home.lon], vehicle.home && [vehicle.home.lat, vehicle.home.lon]) && { home }),
  };
}
