/** A line as text, five decimals of a degree: latitudes and longitudes as differences, five bits a character (Google's form). */
export function polylineOf(places: readonly (readonly [longitude: number, latitude: number])[]): string {
  let text = '';
  let before = [0, 0];
  for (const [lon, lat] of places) {
    const at = [lat, lon].map((degrees) => Math.round(degrees * 1e5));
    text += at.map((units, i) => lettersOf(units - before[i]!)).join('');
    before = at;
  }
  return text;
}

/** The sign goes into the lowest bit; every character but the last has its sixth bit set. */
function lettersOf(difference: number): string {
  let left = difference < 0 ? -2 * difference - 1 : 2 * difference;
  let text = '';
  for (; left >= 32; left = Math.floor(left / 32)) text += String.fromCharCode((left % 32) + 32 + 63);
  return text + String.fromCharCode(left + 63);
}
