import type { Scan, ScanAnswer } from '../../src/scans/step.shared.ts';
import type { Mover } from './floor.ts';

/** One device that moves units from bin to bin, a scan after the other, each repeated until it is answered. */
export interface Handset {
  mover: Mover;
  /** Numbers that were sent, and what each was answered. */
  sent: number[];
  acked: Map<number, ScanAnswer>;
  /** Units that were laid down, by the answers. */
  moved: number;
  /** Sendings whose answer never came. */
  repeats: number;
  /** Answers that say so: the first sending had been committed. */
  alreadyCommitted: number;
  pull(): Promise<void>;
}

/** Longer than a start of the app on a busy machine. */
const PATIENCE_MS = 300_000;
const rest = (wait_ms: number) => new Promise((done) => setTimeout(done, wait_ms));

/** How a scan is sent once more; its wrong twin is in naive.ts. */
export type Repeat = (scan: Scan, nextSeq: () => number) => Scan;
export const underItsNumber: Repeat = (scan) => scan;

export function openHandset(url: () => string, mover: Mover, repeat: Repeat = underItsNumber): Handset {
  let seq = 0;
  let turn = 0;
  const codes = [mover.goods.barcode, mover.there];
  const handset: Handset = {
    mover,
    sent: [],
    acked: new Map(),
    moved: 0,
    repeats: 0,
    alreadyCommitted: 0,
    async pull() {
      // after the first bin the screen stands at it: item, target, item, target …
      const code = turn === 0 ? mover.here : codes[(turn - 1) % 2]!;
      turn += 1;
      const next = () => (seq += 1);
      let scan: Scan = {
        deviceId: mover.deviceId,
        seq: next(),
        at: new Date().toISOString(),
        code,
        source: 'wedge',
        flow: 'move',
      };
      handset.sent.push(scan.seq);
      for (const began = performance.now(); ; await rest(20)) {
        const answer = await sendOnce(url(), mover.token, scan);
        if (answer !== undefined) {
          handset.acked.set(scan.seq, answer);
          if (answer.replayed === true) handset.alreadyCommitted += 1;
          if (answer.ok && code === mover.there) handset.moved += 1;
          return;
        }
        if (performance.now() - began > PATIENCE_MS) throw new Error(`scan ${scan.seq} was never answered`);
        handset.repeats += 1;
        scan = repeat(scan, next);
      }
    },
  };
  return handset;
}

/** Nothing where no answer came, or one that asks to come again. */
async function sendOnce(url: string, token: string, scan: Scan): Promise<ScanAnswer | undefined> {
  try {
    const response = await fetch(`${url}/v1/scans`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(scan),
    });
    const answer = (await response.json()) as ScanAnswer;
    return response.status === 200 ? answer : undefined;
  } catch {
    return undefined;
  }
}
