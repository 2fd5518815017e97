import type { Database } from '../platform/database.ts';
import { done, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import { accept } from './accept.ts';
import type { Scan, ScanAnswer } from './step.shared.ts';

/**
 * The HTTP twin of the socket's `scan`: one or a list, each in a transaction of its own and in the order given, so that
 * what came before a refused one stays done.
 */
export async function acceptMany(work: Work, input: Scan | Scan[]): Promise<Outcome<ScanAnswer | ScanAnswer[]>> {
  const scans = Array.isArray(input) ? input : [input];
  const answers: ScanAnswer[] = [];
  for (const scan of scans) {
    const outcome = await accept(work.tx as Database, work, scan);
    if (outcome.refused) {
      if (!Array.isArray(input)) return outcome;
      const { code, message } = outcome.refusal;
      answers.push({ ok: false, seq: scan.seq, refusal: { code, message } });
    } else {
      answers.push(outcome.value);
    }
  }
  return done(Array.isArray(input) ? answers : answers[0]!);
}
