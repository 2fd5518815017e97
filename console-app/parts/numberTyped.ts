/** `10.5`, `10,5`, and `1,030` with its thousands; not a number where it is none. */
export function numberTyped(text: string): number {
  const digits = text.trim();
  if (/^\d{1,3}(,\d{3})+(\.\d+)?$/.test(digits)) return Number(digits.replaceAll(',', ''));
  return /^\d+([.,]\d+)?$/.test(digits) ? Number(digits.replace(',', '.')) : Number.NaN;
}
