/** `20271231` → `2027-12-31`, '' where no such day exists. */
export function asDate(digits: string): string {
  const parts = /^(\d{4})(\d\d)(\d\d)$/.exec(digits);
  if (!parts) return '';
  const [, year, month, day] = parts;
  const text = `${year}-${month}-${day}`;
  const date = new Date(`${text}T00:00:00Z`);
  return Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== text ? '' : text;
}
