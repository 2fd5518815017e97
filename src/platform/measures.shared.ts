/** Numbers and their units as people read them, in one way wherever they are read. */
const locales = { ko: 'ko-KR', en: 'en-GB' } as const;

/** 12,345 */
export const numberSaid = (language: 'ko' | 'en', value: number): string => value.toLocaleString(locales[language]);

/** English sets a space before a unit, Korean none. */
const withUnit = (language: 'ko' | 'en', value: number, unit: string, most: number): string =>
  `${value.toLocaleString(locales[language], { maximumFractionDigits: most })}${language === 'ko' ? '' : ' '}${unit}`;

/** Grams below a kilogram, 620 g; then kilograms to the gram, 1.48 kg. */
export const weightSaid = (language: 'ko' | 'en', weight_g: number): string =>
  Math.abs(weight_g) < 1_000 ? withUnit(language, weight_g, 'g', 0) : withUnit(language, weight_g / 1_000, 'kg', 3);

/** Thousandths of a cubic metre below a hundredth of one, 4.5 l; then cubic metres, 6 m³. */
export const volumeSaid = (language: 'ko' | 'en', volume_cm3: number): string =>
  Math.abs(volume_cm3) < 10_000
    ? withUnit(language, volume_cm3 / 1_000, 'l', 1)
    : withUnit(language, volume_cm3 / 1_000_000, 'm³', 2);

/** Metres below a kilometre, tenths of kilometres below ten, then whole ones. */
export function distanceSaid(language: 'ko' | 'en', distance_m: number): string {
  if (Math.abs(distance_m) < 1_000) return withUnit(language, distance_m, 'm', 0);
  return withUnit(language, distance_m / 1_000, 'km', Math.abs(distance_m) < 10_000 ? 1 : 0);
}
