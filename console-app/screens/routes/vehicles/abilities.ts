import type { Vehicle } from '../../../link/wire.ts';

/** What a vehicle can, and where its shift begins and ends, as it is typed. */
export interface Abilities {
  skills: string[];
  startsFrom: Vehicle['startsFrom'];
  returnsTo: Vehicle['returnsTo'];
  lat: string;
  lon: string;
}

export const usual: Abilities = {
  skills: ['chilled', 'frozen'],
  startsFrom: 'site',
  returnsTo: 'site',
  lat: '',
  lon: '',
};

export const abilitiesOf = ({ skills, startsFrom, returnsTo, home }: Vehicle): Abilities => ({
  skills,
  startsFrom,
  returnsTo,
  lat: home ? String(home.lat) : '',
  lon: home ? String(home.lon) : '',
});

export const usesHome = ({ startsFrom, returnsTo }: Abilities): boolean =>
  startsFrom === 'home' || returnsTo === 'home';

const within = (text: string, most: number): boolean => text.trim() !== '' && Math.abs(Number(text)) <= most;

/** Coordinates are there where a home is used. */
export const isWhole = (abilities: Abilities): boolean =>
  !usesHome(abilities) || (within(abilities.lat, 90) && within(abilities.lon, 180));

/** As the server takes it. */
export function written(abilities: Abilities) {
  const { skills, startsFrom, returnsTo, lat, lon } = abilities;
  return {
    skills,
    startsFrom,
    returnsTo,
    ...(usesHome(abilities) && { home: { lat: Number(lat), lon: Number(lon) } }),
  };
}
