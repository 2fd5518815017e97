import { mayUseSite } from '../auth/index.ts';
import { done, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import type { BurnDowns } from './schema.ts';
import { openByDue, packedSince, turnsByDue, type DueRow, type TurnRow } from './store.ts';

/** The pace is what was packed in so long. */
const PACE_MS = 15 * 60_000;

/** For each time by which orders have to be at their doors: where they are, how many were left when, and the pace. */
export async function showBurnDown(work: Work, { siteId }: { siteId: string }): Promise<Outcome<BurnDowns>> {
  const closed = mayUseSite(work, siteId);
  if (closed) return closed;
  const open = await openByDue(work.tx, siteId);
  const turns = await turnsByDue(work.tx, siteId);
  const packed = await packedSince(work.tx, siteId, new Date(work.at.getTime() - PACE_MS));
  const dues = [...new Set(open.map(({ promiseBy }) => promiseBy.getTime()))];
  return done({
    burnDowns: dues.map((due) => {
      const ofDue = <R extends { promiseBy: Date }>(list: R[]) =>
        list.filter(({ promiseBy }) => promiseBy.getTime() === due);
      return {
        promiseBy: new Date(due),
        cutOffId: ofDue(open).find(({ cutOffId }) => cutOffId !== null)?.cutOffId ?? null,
        states: ofDue(open).map(stateOfRow),
        left: leftAt(ofDue(turns)),
        packedLately: ofDue(packed)[0]?.orders ?? 0,
      };
    }),
  });
}

const stateOfRow = ({ state, orders, units }: DueRow) => ({ state, orders, units });

function leftAt(turns: TurnRow[]): { at: Date; orders: number }[] {
  let orders = 0;
  return turns.map(({ at, change }) => ({ at, orders: (orders += change) }));
}
