export type WeightUnit = 'g' | 'kg';

/** A point is of kilograms, whatever the unit. */
const isKg = (digits: string, unit: WeightUnit): boolean => unit === 'kg' || digits.includes('.');

const most_g = 999_999;

/** Whole grams of what was typed in this unit; undefined where it is no weight. */
export function gramsOf(digits: string, unit: WeightUnit): number | undefined {
  if (!/^\d{1,6}(\.\d{0,3})?$/.test(digits)) return undefined;
  const weight_g = isKg(digits, unit) ? Math.round(Number(digits) * 1000) : Number(digits);
  return weight_g > 0 && weight_g <= most_g ? weight_g : undefined;
}

/** The unit in which it is understood, and the same in the other: `kg = 1250 g`. */
export function unitsOf(digits: string, unit: WeightUnit): string {
  const weight_g = gramsOf(digits, unit);
  if (isKg(digits, unit)) return weight_g === undefined ? 'kg' : `kg = ${weight_g} g`;
  return weight_g === undefined || weight_g < 1000 ? 'g' : `g = ${weight_g / 1000} kg`;
}
