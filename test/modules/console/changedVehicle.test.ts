import { expect, it } from 'vitest';
import type { Vehicle } from '../../../console-app/link/wire.ts';
import { changedOf, typedOf } from '../../../console-app/screens/routes/vehicles/changedOf.ts';

const home = { lat: 37.6, lon: 126.7 };
const capacity = { parcels: 120, weight_g: 900_000, volume_cm3: 6_000_000 };
const vehicle = {
  code: 'VEH-07',
  capacity,
  shift: { fromMinute: 1_320, toMinute: 1_800 },
  skills: ['chilled', 'lift'],
  startsFrom: 'home',
  returnsTo: 'site',
  home,
} as Vehicle;
const typed = typedOf(vehicle);
const sent = (more: object) => changedOf(vehicle, { ...typed, abilities: { ...typed.abilities, ...more } });

it('sends what was typed anew of a vehicle, and nothing else as it was when the dialog opened', () => {
  expect(sent({})).toEqual({});
  expect(sent({ skills: ['lift', 'chilled'] })).toEqual({});
  expect(sent({ skills: ['lift'] })).toEqual({ skills: ['lift'] });
  expect(sent({ returnsTo: 'home' })).toEqual({ returnsTo: 'home' });
  expect(sent({ lat: '37.5' })).toEqual({ home: { lat: 37.5, lon: 126.7 } });
  expect(sent({ startsFrom: 'site' })).toEqual({ startsFrom: 'site', home: null });
  const told = (more: object) => changedOf(vehicle, { ...typed, vehicle: { ...typed.vehicle, ...more } });
  expect(told({ to: '07:00' })).toEqual({ shift: { fromMinute: 1_320, toMinute: 1_860 } });
  expect(told({ kg: '900.0', m3: '6.00' })).toEqual({});
  expect(told({ kg: '750.5' })).toEqual({ capacity: { weight_g: 750_500 } });
  expect(told({ code: ' veh-8' })).toEqual({ code: 'VEH-8' });
});
