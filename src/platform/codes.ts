/**
 * What a fact may say of a cause: one of the codes that are meant, as it stands before a colon. What somebody typed may
 * name a person and is told as `other`; it is kept with the work that it belongs to and nowhere else.
 */
export function codeAmong(codes: readonly string[], cause: string): string {
  const code = cause.split(':', 1)[0]!;
  return codes.includes(code) ? code : 'other';
}
