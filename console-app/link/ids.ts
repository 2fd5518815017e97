/** A UUID that sorts by the time at which it was made (RFC 9562, version 7): for what is to be named before it is answered. */
export function newIdByTime(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const time_ms = BigInt(Date.now());
  for (let at = 0; at < 6; at += 1) bytes[at] = Number((time_ms >> BigInt(8 * (5 - at))) & 0xffn);
  bytes[6] = 0x70 | (bytes[6]! & 0x0f);
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
