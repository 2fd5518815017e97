import { computed, effect } from '@preact/signals';
import { tell } from '../device/feedback.ts';
import { kept } from '../look/kept.ts';
import { type Shift, offers } from './offers.ts';
import { session } from './session.ts';

/** What the desk did to a shift that was this driver's. */
export interface ShiftNews {
  shift: Shift;
  what: 'takenBack' | 'putBack';
}

/** Shifts that were taken back: told on this device, or read by the driver. It outlives the page, so that nobody misses it. */
const known = kept<Record<string, 'heard' | 'read'>>('scanner.shiftsTakenBack', {});
/** As many as one device remembers; a driver has a few in a week. */
const MOST = 50;

export const shiftNews = computed<ShiftNews[]>(() => {
  const me = session.value?.user.id;
  const mine = (offers.value?.shifts || []).filter(({ driverId }) => driverId !== null && driverId === me);
  return mine.flatMap((shift): ShiftNews[] => {
    const was = known.value[shift.shiftId];
    if (shift.state === 'withdrawn') return was === 'read' ? [] : [{ shift, what: 'takenBack' }];
    return was && (shift.state === 'accepted' || shift.state === 'started') ? [{ shift, what: 'putBack' }] : [];
  });
});

const note = (shiftId: string, to?: 'heard' | 'read'): void => {
  if (known.peek()[shiftId] === to) return;
  const others = Object.entries(known.peek()).filter(([id]) => id !== shiftId);
  known.value = Object.fromEntries([...others.slice(1 - MOST), ...(to ? [[shiftId, to] as const] : [])]);
};

/** The driver has read it; of a shift that is his again there is nothing left to remember. */
export const readNews = ({ shift, what }: ShiftNews): void =>
  note(shift.shiftId, what === 'takenBack' ? 'read' : undefined);

/** Sounds once for each; what is told of one and not read is told again when the page is opened anew. */
export function ringShiftNews(): void {
  let rung = new Set<string>();
  effect(() => {
    const now = new Set(shiftNews.value.map(({ shift, what }) => `${what} ${shift.shiftId}`));
    if ([...now].some((one) => !rung.has(one))) tell('decision');
    rung = now;
    for (const { shift } of shiftNews.value) note(shift.shiftId, 'heard');
  });
}
