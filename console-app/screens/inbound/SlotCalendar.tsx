import { useSignal } from '@preact/signals';
import { useAsk, withQuery } from '../../link/ask.ts';
import type { Slots } from '../../link/wire.ts';
import { Key } from '../../parts/Key.tsx';
import { Trouble } from '../../parts/Trouble.tsx';
import { calendarDay, clock, dayAndMonth, daysAfter, noonOf, weekday } from '../../parts/time.ts';
import { t } from '../../words/t.ts';
import type { Slot } from './draft.ts';

const days_shown = 5;

interface SlotCalendarProps {
  siteId: string;
  /** Taken for this shipment. */
  chosen: Slot | null;
  firstDay: string;
  isBusy: boolean;
  onChoose: (slot: Slot, day: string) => void;
}

/** The docks' real hours, day by day; an hour shows how many docks are still free in it. */
export function SlotCalendar({ siteId, chosen, firstDay, isBusy, onChoose }: SlotCalendarProps) {
  const today = calendarDay(Date.now());
  const from = useSignal(firstDay < today ? today : firstDay);
  const days = Array.from({ length: days_shown }, (_, at) => daysAfter(from.value, at));
  const earlier = daysAfter(from.value, -days_shown);
  return (
    <div class="calendar">
      <header>
        <Key
          small
          icon="back"
          label={t('booking.earlier')}
          disabled={from.value <= today}
          onPress={() => (from.value = earlier < today ? today : earlier)}
        />
        <b>{`${dayAndMonth(noonOf(days[0]!))} – ${dayAndMonth(noonOf(days.at(-1)!))}`}</b>
        <Key
          small
          icon="next"
          label={t('booking.later')}
          onPress={() => (from.value = daysAfter(from.value, days_shown))}
        />
      </header>
      <div class="days">
        {days.map((day) => (
          <Day
            key={`${siteId} ${day}`}
            siteId={siteId}
            day={day}
            chosen={chosen}
            isBusy={isBusy}
            onChoose={(slot) => onChoose(slot, day)}
          />
        ))}
      </div>
    </div>
  );
}

interface DayProps {
  siteId: string;
  day: string;
  chosen: Slot | null;
  isBusy: boolean;
  onChoose: (slot: Slot) => void;
}

function Day({ siteId, day, chosen, isBusy, onChoose }: DayProps) {
  const asked = useAsk<Slots>(withQuery('/v1/dock-slots', { siteId, day }), { topics: ['inbound.'] });
  const hours = new Map<string, Slots['slots']>();
  for (const slot of asked.value?.slots ?? []) hours.set(slot.startsAt, [...(hours.get(slot.startsAt) ?? []), slot]);
  return (
    <section class="day" aria-label={`${weekday(noonOf(day))} ${dayAndMonth(noonOf(day))}`}>
      <h3>
        {weekday(noonOf(day))} <span>{dayAndMonth(noonOf(day))}</span>
      </h3>
      {asked.trouble && !asked.value && <Trouble error={asked.trouble} again={asked.again} />}
      {asked.isWaiting && Array.from({ length: 12 }, (_, hour) => <span key={hour} class="hour waiting" />)}
      {[...hours].map(([startsAt, docks]) => {
        const free = docks.filter((dock) => dock.free);
        const isChosen = chosen !== null && Date.parse(chosen.startsAt) === Date.parse(startsAt);
        return (
          <button
            key={startsAt}
            class={isChosen ? 'hour chosen' : 'hour'}
            type="button"
            data-slot={startsAt}
            aria-pressed={isChosen}
            disabled={isBusy || (!isChosen && free.length === 0)}
            onClick={() => free[0] && onChoose(free[0])}
          >
            <b>{clock(startsAt)}</b>
            <span>
              {isChosen
                ? chosen.dockCode
                : free.length === 0
                  ? t('booking.full')
                  : t('booking.freeDocks', { n: free.length })}
            </span>
          </button>
        );
      })}
    </section>
  );
}
