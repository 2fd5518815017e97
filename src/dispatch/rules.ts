import { refuse, type Refused } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import type { LoadPlace } from './bay.ts';

export const routeStates = [
  'planned',
  'offered',
  'assigned',
  'accepted',
  'running',
  'finished',
  'closed',
  'cancelled',
] as const;
export type RouteState = (typeof routeStates)[number];

/** What the desk may take back. */
export const changeKinds = ['move', 'lock', 'accept'] as const;
export type ChangeKind = (typeof changeKinds)[number];

/** A route that is released to the dock and has not left. */
export const LOADABLE: readonly RouteState[] = ['offered', 'assigned', 'accepted'];
/** Its stops may still be moved about. */
export const OPEN: readonly RouteState[] = ['planned', ...LOADABLE];

/** Who arranges routes. */
export const isDesk = ({ actor }: Pick<Work, 'actor'>): boolean => DESK.includes(actor.role);
const DESK: readonly string[] = ['admin', 'manager', 'dispatcher'];

/** Loading takes a vehicle that comes from somewhere this long at the dock. */
export const RELOAD_MS = 15 * 60_000;

/** Skills that goods demand by themselves; all others a site names. */
export const COLD: readonly string[] = ['chilled', 'frozen'];

/** Where a vehicle stands before it is loaded, and where it ends. */
export const startsFrom = ['site', 'home'] as const;
export const returnsTo = ['site', 'home', 'anywhere'] as const;

export const shiftKinds = ['own', 'gig'] as const;
export type ShiftKind = (typeof shiftKinds)[number];
export const shiftStates = ['offered', 'accepted', 'started', 'ended', 'withdrawn', 'expired'] as const;
export type ShiftState = (typeof shiftStates)[number];

/** What a route that has not left waits for. */
export function waitsFor({ state, driverId }: { state: RouteState; driverId: string | null }): string {
  if (state === 'planned') return 'not_released';
  return driverId === null ? 'no_driver' : 'not_loaded';
}

/** Why a parcel that nobody has got is not there any more. */
export const goneReasons = ['not_found', 'stolen'] as const;

export const FENCE_M = 150;

/** "Arrived" far from the door is told, not forbidden: with a reason it stands. */
export function refuseDistance(distance_m: number | undefined, reason: string | undefined): Refused | undefined {
  if (distance_m === undefined || distance_m <= FENCE_M || reason !== undefined) return undefined;
  return refuse('outside_geofence', `${Math.round(distance_m)} m from the door; give a reason`, {
    field: 'reason',
    got: Math.round(distance_m),
    expected: `at most ${FENCE_M} m, or a reason`,
  });
}

export interface LoadLine {
  parcelId: string;
  sscc: string;
  position: number;
  /** Where it goes, and the turn in which; unknown where nobody planned it. */
  place?: LoadPlace | undefined;
  state: 'planned' | 'loaded' | 'left' | 'out' | 'delivered' | 'failed' | 'back';
}

/** What goes in next: the parcels of the last stop first, so that the first stop's are at the door. */
export function nextToLoad(lines: readonly LoadLine[]): LoadLine[] {
  const open = lines.filter(({ state }) => state === 'planned');
  const last = Math.max(...open.map(({ position }) => position));
  return open.filter(({ position }) => position === last);
}

/** Refuses `load_sequence` for a parcel that would block later ones, unless the loader gives a reason. */
export function refuseSequence(
  lines: readonly LoadLine[],
  parcelId: string,
  reason: string | undefined,
): Refused | undefined {
  const next = nextToLoad(lines);
  const line = lines.find((one) => one.parcelId === parcelId)!;
  if (reason !== undefined || next.some((one) => one.parcelId === parcelId)) return undefined;
  return refuse('load_sequence', `Stop ${line.position} goes in later`, {
    got: line.position,
    expected: next[0]?.position,
    details: { next: next.slice(0, 10).map(({ sscc }) => sscc) },
  });
}

/** A position as far as a fence looks at it. */
interface Standing {
  at: Date;
  speed_kmh: number | null;
  accuracy_m: number | null;
}

/** Slower than this a van looks for its place to stop. */
const STANDING_KMH = 10;
/** Positions this far apart tell that it did not only drive by. */
const STAYED_MS = 20_000;
/** A position that may be wrong by more than the fence says nothing about it. */
const VAGUE_M = 100;

/**
 * Whether positions inside a door's fence, the latest first, say that the van stands there: it is slow by its own word, or
 * it has been there for a while.
 */
export function standsThere(inside: readonly Standing[]): boolean {
  const sure = inside.filter(({ accuracy_m }) => accuracy_m === null || accuracy_m <= VAGUE_M);
  const [last] = sure;
  if (last === undefined) return false;
  if (last.speed_kmh !== null) return last.speed_kmh <= STANDING_KMH;
  return sure.some(({ at }) => last.at.getTime() - at.getTime() >= STAYED_MS);
}
