import type { Vehicle } from '../../../link/wire.ts';

/** What a vehicle holds, as it is typed: people weigh in kilograms and measure in cubic metres. */
export interface Room {
  parcels: string;
  kg: string;
  m3: string;
}

export const roomOf = ({ parcels, weight_g, volume_cm3 }: Vehicle['capacity']): Room => ({
  parcels: String(parcels),
  kg: String(weight_g / 1_000),
  m3: String(volume_cm3 / 1_000_000),
});

export const capacityOf = ({ parcels, kg, m3 }: Room): Vehicle['capacity'] => ({
  parcels: Math.round(Number(parcels)),
  weight_g: Math.round(Number(kg) * 1_000),
  volume_cm3: Math.round(Number(m3) * 1_000_000),
});

export const holdsSome = (room: Room): boolean => Object.values(capacityOf(room)).every((amount) => amount > 0);
