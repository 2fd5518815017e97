/** 홍길동 → 홍*동, 김철 → 김*, John Smith → J********h: the first letter and, from three letters on, the last. */
export function maskName(name: string): string {
  const letters = Array.from(name.trim());
  if (letters.length === 0) return '';
  if (letters.length <= 2) return `${letters[0]}*`;
  return `${letters[0]}${'*'.repeat(letters.length - 2)}${letters.at(-1)}`;
}

/** 010-1234-5678 → 010-1234-****: the last four digits are covered. */
export function maskPhone(phone: string): string {
  let left = phone.replace(/\D/g, '').length - 4;
  return phone.replace(/\d/g, (digit) => (left-- > 0 ? digit : '*'));
}

/** The first two words: city and district, never the street. */
export function maskAddress(address: string): string {
  return address.trim().split(/\s+/).slice(0, 2).join(' ');
}
