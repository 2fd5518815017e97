import type { Work } from '../platform/work.ts';
import { type Lane, lanesOf, sameLane, whyNotArranged } from './lanes.ts';
import type { ChangeKind } from './rules.ts';
import { lastChangeSeen, routesById } from './store.ts';
import { refuseVehicles } from './undo.ts';

/**
 * What the caller's last change was, where it can still be taken back: a key that is shown for what is refused for ever tells
 * nothing. Nothing is held, so that whoever takes it back may be refused all the same.
 */
export async function undoable(work: Work, siteId: string): Promise<ChangeKind | null> {
  const last = await lastChangeSeen(work, siteId);
  if (last === undefined) return null;
  const routeIds = last.before.map(({ routeId }) => routeId);
  const routes = await routesById(work.tx, siteId, routeIds);
  const now = new Map((await lanesOf(work.tx, siteId, routes)).map((lane) => [lane.routeId, lane]));
  const stands = (lane: Lane): boolean => {
    const standing = now.get(lane.routeId);
    return standing !== undefined && sameLane(lane, standing);
  };
  if (!last.after.every(stands)) return null;
  if (await refuseVehicles(work, last, routes)) return null;
  const refused = await whyNotArranged(work.tx, siteId, { routes, to: last.before });
  return refused ? null : last.kind;
}
