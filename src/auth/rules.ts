/** After five wrong passwords in a row the account rests for a minute. @returns until when, or not yet */
export function lockAfter(failedTries: number, at: Date): Date | undefined {
  return failedTries >= 5 ? new Date(at.getTime() + 60_000) : undefined;
}
