import type { RouteShown } from '../../link/wire.ts';

type Violation = RouteShown['violations'][number];
type Judged = Pick<RouteShown, 'routeId' | 'vehicle' | 'state' | 'violations'>;

/** What a vehicle cannot do or hold; to be late or out too long is told where the times stand. */
const kinds = ['skill', 'parcels', 'weight', 'volume'] as const;

/** The limits that routes break now and did not break before, or less, vehicle by vehicle; a route that was over broke none. */
export function brought(before: Judged[], after: Judged[]): { vehicle: string; kinds: (typeof kinds)[number][] }[] {
  const known = new Map(
    before.map(({ routeId, state, violations }) => [routeId, state === 'cancelled' ? [] : violations]),
  );
  return after.flatMap(({ routeId, vehicle, violations }) => {
    const old = known.get(routeId) ?? [];
    const isNew = ({ kind, subject, amount, acceptedBy }: Violation): boolean =>
      acceptedBy === null && !old.some((one) => one.kind === kind && one.subject === subject && one.amount >= amount);
    const broken = kinds.filter((kind) => violations.some((one) => one.kind === kind && isNew(one)));
    return broken.length === 0 ? [] : [{ vehicle, kinds: broken }];
  });
}
