const minute_ms = 60_000;
const steps_ms = [15, 30, 60, 120, 180, 240, 360, 720, 1440].map((minutes) => minutes * minute_ms);
/** So many labels of a time fit on the narrowest axis, 384 pixels, with room between them. */
const most = 8;

interface Axis {
  from: number;
  to: number;
  /** What is written on it; the end of the last step is not. */
  ticks: number[];
}

/** From the full step before the first departure to the one after the last return, in steps whose labels leave room. */
export function axisOf(first: number, last: number): Axis {
  const step_ms = steps_ms.find((step) => ends(first, last, step).length <= most) ?? Math.ceil((last - first) / most);
  const { from, length } = ends(first, last, step_ms);
  const ticks = Array.from({ length }, (_, at) => from + at * step_ms);
  return { from, to: from + length * step_ms, ticks };
}

function ends(first: number, last: number, step_ms: number): { from: number; length: number } {
  const from = Math.floor(first / step_ms) * step_ms;
  return { from, length: Math.ceil((last + 1 - from) / step_ms) };
}
