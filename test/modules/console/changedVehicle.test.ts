import { expect, it } from 'vitest';
import type { Vehicle } from '../../../console-app/link/wire.ts';
import { changedOf, typedOf } from '../../../console-app/screens/routes/vehicles/changedOf.ts';
import { isTyped } from '../../../console-app/screens/routes/vehicles/typedVehicle.ts';

const home = { lat: 37.6, lon: 126.7 };
const capacity = { parcels: 120, weight_g: 900_000, volume_cm3: 6_000_000 };
const vehicle = {
  code: 'VEH-07',
  name: 'VEH-07',
  cost: { fixed: 20_000, perHour: 3_600, perKm: 150 },
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
  expect(told({ perKm: '0160', fixed: '20000' })).toEqual({ cost: { perKm: 160 } });
  expect(told({ name: ' Old blue one ' })).toEqual({ name: 'Old blue one' });
  // one that is called by its code goes on being called by it
  const blue = { ...vehicle, name: 'Old blue one' };
  const { vehicle: before, abilities } = typedOf(blue);
  expect(changedOf(blue, { vehicle: { ...before, name: '' }, abilities })).toEqual({ name: 'VEH-07' });
});

it('is sent once its costs are whole won', () => {
  const whole = (costs: object) => isTyped({ ...typed.vehicle, ...costs });
  expect([{}, { fixed: '0' }].map(whole)).toEqual([true, true]);
  expect([{ fixed: '' }, { perHour: '-1' }, { perKm: '1.5' }].map(whole)).toEqual([false, false, false]);
});
