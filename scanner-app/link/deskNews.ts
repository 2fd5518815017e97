import { computed, effect } from '@preact/signals';
import { tell } from '../device/feedback.ts';
import { kept } from '../look/kept.ts';
import { type Route, type Shift, offers } from './offers.ts';
import { session } from './session.ts';

/** What the desk did to a shift or a route that was this driver's; `passedOn`: another driver has it now. */
export type DeskNews = { id: string } & (
  | { kind: 'shift'; what: 'takenBack' | 'putBack'; shift: Shift }
  | { kind: 'route'; what: 'takenBack' | 'putBack' | 'passedOn'; route: Route }
);

/**
 * Shifts and routes that were taken back: told on this device, or read by the driver. It outlives the page, so that nobody
 * misses it; its name is from when there were shifts alone, and is kept for what devices remember.
 */
const known = kept<Record<string, 'heard' | 'read'>>('scanner.shiftsTakenBack', {});
/** As many as one device remembers; a driver has a few in a week. */
const MOST = 50;

function newsOf(id: string, isGone: boolean, isHis: boolean): { id: string; what: 'takenBack' | 'putBack' }[] {
  const was = known.value[id];
  if (isGone) return was === 'read' ? [] : [{ id, what: 'takenBack' }];
  return was && isHis ? [{ id, what: 'putBack' }] : [];
}

export const deskNews = computed<DeskNews[]>(() => {
  const me = session.value?.user.id;
  const { shifts = [], taken = [], lost = [], passedOn = [] } = offers.value || {};
  const isMine = ({ driverId }: Pick<Route, 'driverId'>): boolean => driverId !== null && driverId === me;
  return [
    ...shifts.filter(isMine).flatMap((shift): DeskNews[] => {
      const isHis = shift.state === 'accepted' || shift.state === 'started';
      const news = newsOf(shift.shiftId, shift.state === 'withdrawn', isHis);
      return news.map((one) => ({ ...one, kind: 'shift', shift }));
    }),
    ...[...taken, ...lost].filter(isMine).flatMap((route): DeskNews[] => {
      const isGone = route.state === 'cancelled';
      return newsOf(route.routeId, isGone, !isGone).map((one) => ({ ...one, kind: 'route', route }));
    }),
    ...passedOn.flatMap((route): DeskNews[] =>
      newsOf(route.routeId, true, false).map(({ id }) => ({ id, what: 'passedOn', kind: 'route', route })),
    ),
  ];
});

const note = (id: string, to?: 'heard' | 'read'): void => {
  if (known.peek()[id] === to) return;
  const others = Object.entries(known.peek()).filter(([one]) => one !== id);
  known.value = Object.fromEntries([...others.slice(1 - MOST), ...(to ? [[id, to] as const] : [])]);
};

/** The driver has read it; of what is his again there is nothing left to remember. */
export const readNews = ({ id, what }: DeskNews): void => note(id, what === 'putBack' ? undefined : 'read');

/** Sounds once for each; what is told of one and not read is told again when the page is opened anew. */
export function ringDeskNews(): void {
  let rung = new Set<string>();
  effect(() => {
    const now = new Set(deskNews.value.map(({ id, what }) => `${what} ${id}`));
    if ([...now].some((one) => !rung.has(one))) tell('decision');
    rung = now;
    for (const { id } of deskNews.value) note(id, 'heard');
  });
}
