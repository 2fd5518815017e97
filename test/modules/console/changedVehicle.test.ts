import { expect, it } from 'vitest';
import type { Vehicle } from '../../../console-app/link/wire.ts';
import { changedOf, typedOf } from '../../../console-app/screens/routes/vehicles/changedOf.ts';

const home = { lat: 37.6, lon: 126.7 };
const vehicle = {
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
  const hours = { from: '22:00', to: '07:00' };
  expect(changedOf(vehicle, { ...typed, hours })).toEqual({ shift: { fromMinute: 1_320, toMinute: 1_860 } });
});
