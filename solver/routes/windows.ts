/** The first moment from `time` on that lies in a window; -1 when the last one has closed. */
export function opening(windows: [number, number][], time: number): number {
  for (let i = 0; i < windows.length; i++) {
    if (time <= windows[i]![1]) return time < windows[i]![0] ? windows[i]![0] : time;
  }
  return -1;
}

/** When the window closes in which this moment lies. */
export function closing(windows: [number, number][], time: number): number {
  for (let i = 0; i < windows.length; i++) if (time <= windows[i]![1]) return windows[i]![1];
  return time;
}

/** The last moment up to `time` that lies in a window; -1 when the first one had not opened. */
export function lastIn(windows: [number, number][], time: number): number {
  for (let i = windows.length - 1; i >= 0; i--) {
    if (time >= windows[i]![0]) return time > windows[i]![1] ? windows[i]![1] : time;
  }
  return -1;
}
