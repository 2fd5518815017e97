/** What is carried, or would fit. */
export interface Amounts {
  parcels: number;
  weight_g: number;
  volume_cm3: number;
}

/** The solver's dimensions, in this order. */
export const ROOMS = ['parcels', 'weight_g', 'volume_cm3'] as const;

export function amountsOf(parcels: readonly { weight_g: number | null; volume_cm3: number }[]): Amounts {
  return {
    parcels: parcels.length,
    weight_g: parcels.reduce((sum, { weight_g }) => sum + (weight_g ?? 0), 0),
    volume_cm3: parcels.reduce((sum, { volume_cm3 }) => sum + volume_cm3, 0),
  };
}
