import type { Database } from '../platform/database.ts';
import { done, type Outcome, type Refusal } from '../platform/errors.ts';
import { refusals, scanSeconds } from '../platform/metrics.ts';
import { recordTurnedAway } from '../platform/recordRefusal.ts';
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
    const stop = scanSeconds.startTimer({ flow: scan.flow });
    const outcome = await accept(work.tx as Database, work, scan).finally(stop);
    // the door counts and answers the refusal of a single scan that cannot be kept
    if (outcome.refused && !Array.isArray(input)) return outcome;
    if (outcome.refused) {
      const { actor, at, tx } = work;
      const turned = { actor, route: 'POST /v1/scans', refusal: outcome.refusal };
      await recordTurnedAway({ db: tx as Database, clock: { now: () => at } }, turned);
    } else if (!outcome.value.ok) refusals.inc({ code: outcome.value.refusal.code });
    answers.push(outcome.refused ? refusedAs(scan, outcome.refusal) : outcome.value);
  }
  return done(Array.isArray(input) ? answers : answers[0]!);
}

const refusedAs = ({ seq }: Scan, { code, message }: Refusal): ScanAnswer => ({
  ok: false,
  seq,
  refusal: { code, message },
});
