/** After so many wrong passwords in a row the account rests for a minute. */
export const WRONG_TRIES = 5;

export function restUntil(at: Date): Date {
  return new Date(at.getTime() + 60_000);
}
