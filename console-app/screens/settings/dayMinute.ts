/** Minutes of the site's day as a clock shows them: the end of a day is 24:00, and what is later is of a day after it. */
export function minuteText(minute: number): string {
  const ofDay = minute === 0 ? 0 : minute % 1_440 || 1_440;
  return `${String(Math.floor(ofDay / 60)).padStart(2, '0')}:${String(ofDay % 60).padStart(2, '0')}`;
}

/** 7:00, 0700 or 24:00 as minutes; undefined for what is no time of a day. */
export function minuteTyped(text: string): number | undefined {
  const found = /^(\d{1,2}):?(\d{2})$/.exec(text.trim());
  if (found === null) return undefined;
  const minute = Number(found[1]) * 60 + Number(found[2]);
  return Number(found[2]) < 60 && minute <= 1_440 ? minute : undefined;
}
