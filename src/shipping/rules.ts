export const eventKinds = [
  'packed',
  'loaded',
  'out',
  'arriving',
  'failed',
  'back',
  'returning',
  'delivered',
  'returned',
  'lost',
] as const;
export type EventKind = (typeof eventKinds)[number];

/** Once one of these happened, only a documented correction takes it back. */
export const TERMINAL: readonly EventKind[] = ['delivered', 'returned', 'lost'];

/** Why a door did not open: drivers, the desk and the customer know these and no others. */
export const failReasons = [
  'nobody_home',
  'refused',
  'damaged',
  'wrong_address',
  'access_code',
  'cancelled',
  'no_time',
] as const;
export type FailReason = (typeof failReasons)[number];

export interface ParcelEvent {
  eventId: string;
  kind: EventKind;
  happenedAt: Date;
  /** The event that this one documents as wrong. */
  corrects?: string | null | undefined;
  /** Of a door that did not open: the moment is the one at which it was tried. */
  reason?: FailReason | null | undefined;
}

/**
 * What is true of a parcel after all that was told, in whatever order it was heard: the first terminal event that nobody
 * corrected, else the latest by the time at which it happened.
 */
export function stateAfter(events: readonly ParcelEvent[]): ParcelEvent | undefined {
  const wrong = new Set(events.map(({ corrects }) => corrects));
  const sorted = events
    .filter(({ eventId }) => !wrong.has(eventId))
    .sort((a, b) => a.happenedAt.getTime() - b.happenedAt.getTime() || (a.eventId < b.eventId ? -1 : 1));
  return sorted.find(({ kind }) => TERMINAL.includes(kind)) ?? sorted.at(-1);
}
