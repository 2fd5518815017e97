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

/** Where its home is, as far as that is typed; null where it is none. */
export const homeOf = ({ lat, lon }: Abilities): Vehicle['home'] =>
  within(lat, 90) && within(lon, 180) ? { lat: Number(lat), lon: Number(lon) } : null;

/** Coordinates are there where a home is used. */
export const isWhole = (abilities: Abilities): boolean => !usesHome(abilities) || homeOf(abilities) !== null;

/** As the server takes it. */
export function written(abilities: Abilities) {
  const { skills, startsFrom, returnsTo } = abilities;
  const home = usesHome(abilities) ? homeOf(abilities) : null;
  return {
    skills,
    startsFrom,
    returnsTo,
    ...(home && { home }),
  };
}
