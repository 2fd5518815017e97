import type { Vehicle } from '../../../link/wire.ts';
import { abilitiesOf, type Abilities, written } from './abilities.ts';
import { clockOf, minutesOf } from './minutes.ts';

export interface Typed {
  hours: { from: string; to: string };
  abilities: Abilities;
}

export const typedOf = (vehicle: Vehicle): Typed => ({
  hours: { from: clockOf(vehicle.shift.fromMinute), to: clockOf(vehicle.shift.toMinute) },
  abilities: abilitiesOf(vehicle),
});

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
const inOrder = (skills: string[]): string[] => skills.toSorted();

/** Only what somebody typed anew: what others changed of the vehicle meanwhile is not sent back as it was. */
export function changedOf(vehicle: Vehicle, { hours, abilities }: Typed) {
  const before = typedOf(vehicle);
  const { skills, startsFrom, returnsTo, home = null } = written(abilities);
  return {
    ...(!isSame(hours, before.hours) && { shift: minutesOf(hours) }),
    ...(!isSame(inOrder(skills), inOrder(vehicle.skills)) && { skills }),
    ...(startsFrom !== vehicle.startsFrom && { startsFrom }),
    ...(returnsTo !== vehicle.returnsTo && { returnsTo }),
    // one that is used no more is not kept
    ...(!isSame(home && [home.lat, home.lon], vehicle.home && [vehicle.home.lat, vehicle.home.lon]) && { home }),
  };
}
