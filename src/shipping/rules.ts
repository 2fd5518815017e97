export const eventKinds = [
  'packed',
  'loaded',
  'out',
  'arriving',
  'failed',
  'returning',
  'delivered',
  'returned',
  'lost',
] as const;
export type EventKind = (typeof eventKinds)[number];

/** Once one of these happened, only a documented correction takes it back. */
export const TERMINAL: readonly EventKind[] = ['delivered', 'returned', 'lost'];

export interface ParcelEvent {
  eventId: string;
  kind: EventKind;
  happenedAt: Date;
  /** The event that this one documents as wrong. */
  corrects?: string | null | undefined;
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
