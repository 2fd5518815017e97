/** 9:30, 0930 or 09:30 as 09:30; '' for what is no time of a day of 24 hours. */
export function timeTyped(text: string): string {
  const found = /^([01]?\d|2[0-3])[:.]([0-5]\d)$|^([01]\d|2[0-3])([0-5]\d)$/.exec(text.trim());
  if (found === null) return '';
  const [, hours = found[3]!, minutes = found[4]!] = found;
  return `${hours.padStart(2, '0')}:${minutes}`;
}
