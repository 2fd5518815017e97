/**
 * The check digit that closes a GS1 key. `digits` is the key without it, of any length.
 * Modulo 10 with weights 3 and 1 from the right (GS1 General Specifications, section 7.9).
 * @throws RangeError when `digits` is empty or holds anything but 0-9
 */
export function checkDigit(digits: string): string {
  if (!/^[0-9]+$/.test(digits)) throw new RangeError(`check digit of "${digits}": digits only`);
  let sum = 0;
  for (let i = digits.length - 1, weight = 3; i >= 0; i--, weight = 4 - weight) sum += Number(digits[i]) * weight;
  return String((10 - (sum % 10)) % 10);
}

/** Whether a string of digits ends in its own check digit. */
export function hasCheckDigit(key: string): boolean {
  return /^[0-9]{2,}$/.test(key) && checkDigit(key.slice(0, -1)) === key.slice(-1);
}

/** Digits of these lengths are GTINs by their form, and so must end in their check digit. */
export const hasGtinForm = (code: string): boolean => /^(?:[0-9]{8}|[0-9]{12,14})$/.test(code);

/** GTIN-8, -12, -13 or -14 with the right check digit. */
export function isGtin(code: string): boolean {
  return hasGtinForm(code) && hasCheckDigit(code);
}

/** In what a code should end that is a GTIN by its form alone: one of its digits is not the label's. */
export function rightEnd(code: string): string | undefined {
  return hasGtinForm(code) && !isGtin(code) ? checkDigit(code.slice(0, -1)) : undefined;
}

/** A GTIN of any length as 14 digits, the form in which two of them may be compared. */
export function toGtin14(gtin: string): string {
  return gtin.padStart(14, '0');
}

/** Serial shipping container code: 18 digits with the right check digit. */
export function isSscc(code: string): boolean {
  return code.length === 18 && hasCheckDigit(code);
}

/**
 * Makes an SSCC: extension digit (0-9), GS1 company prefix (4-12 digits), serial number within that prefix.
 * @throws RangeError when a part is malformed or the serial does not fit the digits that the prefix leaves
 */
export function makeSscc(extension: number, companyPrefix: string, serial: number | bigint): string {
  const room = 16 - companyPrefix.length;
  const number = String(serial);
  if (!/^[0-9]$/.test(String(extension))) throw new RangeError(`SSCC extension ${extension}: 0-9`);
  if (!/^[0-9]{4,12}$/.test(companyPrefix)) throw new RangeError(`GS1 company prefix "${companyPrefix}": 4-12 digits`);
  if (!/^[0-9]+$/.test(number) || number.length > room) throw new RangeError(`SSCC serial ${number}: ${room} digits`);
  const key = `${extension}${companyPrefix}${number.padStart(room, '0')}`;
  return key + checkDigit(key);
}

/** Element strings of these identifiers have a length known in advance, so no FNC1 follows (section 7.8.5). */
const endsByItself = /^(?:0[0-4]|1[1-9]|20|3[1-6]|41)/;

/** Whether FNC1 must part the element of this application identifier from the next one. */
export function needsSeparator(ai: string): boolean {
  return !endsByItself.test(ai);
}

/**
 * `(01)08801234567893(10)AB(17)261231` as the list of its elements; undefined when the text is not of that form.
 * A bracket opens an element only where the caller knows the identifier, since values may hold brackets.
 */
export function bracketElements(
  text: string,
  known: (ai: string) => boolean,
): [ai: string, value: string][] | undefined {
  const shown = text.trim();
  const starts = [...shown.matchAll(/\(([0-9]{2,4})\)/g)].filter((match) => known(match[1]!));
  if (starts[0]?.index !== 0) return undefined;
  return starts.map((match, i) => {
    const value = shown.slice(match.index + match[0].length, starts[i + 1]?.index);
    return [match[1]!, value.trim()];
  });
}
