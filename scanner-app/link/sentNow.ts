import type { Scan } from '../../src/scans/step.shared.ts';

/** With the moment by the clock of its `at`: a scan that waited tells for how long, even where that clock is wrong. */
export const sentNow = (scan: Scan): Scan => ({ ...scan, sentAt: new Date().toISOString() });
