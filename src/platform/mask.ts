const segmenter = new Intl.Segmenter('ko');
const letters = (text: string): string[] => [...segmenter.segment(text.normalize('NFC'))].map((s) => s.segment);

/** A person's name for a label: first and last letter stay, 홍*동; of two letters only the first, 김*. */
export function maskName(name: string): string {
  const all = letters(name.trim());
  if (all.length <= 1) return '*'.repeat(all.length);
  const kept = all.length === 2 ? '' : all.at(-1)!;
  return all[0]! + '*'.repeat(all.length - 1 - kept.length) + kept;
}

/**
 * A phone number for a label: its last four digits are hidden, 010-1234-****. Text with fewer than eight digits is no
 * number to be trusted with its shape, so all of its letters and digits are hidden; so are letters beside a number.
 */
export function maskPhone(phone: string): string {
  const count = phone.match(/\p{Nd}/gu)?.length ?? 0;
  let place = 0;
  return phone.trim().replaceAll(/[\p{Nd}\p{L}]/gu, (sign) => {
    if (!/\p{Nd}/u.test(sign)) return '*';
    place += 1;
    return count < 8 || place > count - 4 ? '*' : sign;
  });
}

/** Names of Korean streets (로, 대로, 길) and whatever has a number. */
const STREET = /[로길]$|\d/u;

/** The first two words of an address, city and district, up to its street and never its last one; of a single word nothing. */
export function maskAddress(address: string): string {
  const words = address.trim().split(/\s+/);
  const street = words.findIndex((word) => STREET.test(word));
  const end = street === -1 ? words.length - 1 : Math.min(street, words.length - 1);
  return words.slice(0, Math.min(2, end)).join(' ') || '*';
}
