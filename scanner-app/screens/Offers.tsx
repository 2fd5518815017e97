import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { useEar } from '../device/ear.ts';
import { distanceSaid } from '../../src/platform/measures.shared.ts';
import { tell } from '../device/feedback.ts';
import { Refused } from '../link/http.ts';
import { type Route, type Shift, askOffers, offers, turn } from '../link/offers.ts';
import { Icon } from '../look/icons.tsx';
import { language } from '../words/language.ts';
import { type Word, t } from '../words/t.ts';
import { Bar } from './Bar.tsx';
import { Notice } from './Notice.tsx';
import { clockOf, dayOf } from './siteTime.ts';

const refusals: Record<string, Word> = {
  offer_gone: 'offers.gone',
  offer_changed: 'offers.changed',
  shift_overlaps: 'offers.overlaps',
  shift_not_now: 'offers.notNow',
};

/** What the driver may take, the first to say yes gets it, and the shifts that he has. */
export function Offers() {
  const busy = useSignal('');
  const problem = useSignal<Word | null>(null);
  const taken = useSignal<Route | null>(null);
  useEffect(() => void askOffers(), []);
  useEar({ scan: () => tell('refused') });
  const say = async (...[kind, id, to, saw]: Parameters<typeof turn>): Promise<void> => {
    busy.value = id;
    problem.value = taken.value = null;
    const route = (offers.value?.routes || []).find(({ routeId }) => routeId === id);
    try {
      await turn(kind, id, to, saw);
      taken.value = route || null;
      tell('good');
    } catch (error) {
      tell('refused');
      problem.value = error instanceof Refused ? refusals[error.code] || 'offers.gone' : 'error.away';
    }
    busy.value = '';
  };
  const { shifts, routes, taken: own } = offers.value || { shifts: [], routes: [], taken: [] };
  const open = shifts.filter(({ state }) => state === 'offered');
  const mine = shifts.filter(({ state }) => state === 'accepted' || state === 'started');
  return (
    <div class="screen">
      <Bar title={t('offers.title')} back="home" />
      <main class="body">
        {problem.value && <Notice text={t(problem.value)} />}
        {taken.value && (
          <p class="notice" role="status">
            <Icon name="check" />
            {takenSaid(taken.value)}
          </p>
        )}
        {open.length + routes.length === 0 && <p class="empty">{t(offers.value ? 'offers.none' : 'offers.asking')}</p>}
        {open.map((shift) => (
          <ShiftCard key={shift.shiftId} shift={shift}>
            <SayKey
              word="take"
              isBusy={busy.value !== ''}
              onSay={() => void say('shifts', shift.shiftId, 'accept', { fromAt: shift.fromAt, toAt: shift.toAt })}
            />
          </ShiftCard>
        ))}
        {routes.map((route) => (
          <RouteCard key={route.routeId} route={route}>
            <SayKey word="take" isBusy={busy.value !== ''} onSay={() => void say('routes', route.routeId, 'accept')} />
          </RouteCard>
        ))}
        {mine.length + own.length > 0 && <h2>{t('offers.mine')}</h2>}
        {own.map((route) => (
          <RouteCard key={route.routeId} route={route} />
        ))}
        {mine.map((shift) => (
          <ShiftCard key={shift.shiftId} shift={shift}>
            {mayTurn(shift) && (
              <SayKey
                word={mayTurn(shift)!}
                isBusy={busy.value !== ''}
                onSay={() => void say('shifts', shift.shiftId, mayTurn(shift)!)}
              />
            )}
          </ShiftCard>
        ))}
      </main>
      <footer class="foot" />
    </div>
  );
}

const takenSaid = ({ siteId, vehicle, departAt, endAt }: Route): string =>
  t('offers.taken', { vehicle, from: clockOf(siteId, departAt), to: clockOf(siteId, endAt) });

/** A shift is begun from half an hour before it on. */
const early_ms = 30 * 60_000;

function mayTurn({ state, fromAt, toAt }: Shift): 'start' | 'end' | undefined {
  if (state === 'started') return 'end';
  const now = Date.now();
  return Date.parse(fromAt) - early_ms <= now && now < Date.parse(toAt) ? 'start' : undefined;
}

interface SayKeyProps {
  word: 'take' | 'start' | 'end';
  isBusy: boolean;
  onSay: () => void;
}

const SayKey = ({ word, isBusy, onSay }: SayKeyProps) => (
  <button class="key main" type="button" data-do={word} disabled={isBusy} onClick={onSay}>
    <Icon name={word === 'end' ? 'leave' : 'check'} />
    <span>{t(`offers.${word}`)}</span>
  </button>
);

function ShiftCard({ shift, children }: { shift: Shift; children?: ComponentChildren }) {
  const { siteId, fromAt, toAt, pay_krw, endsAt, state } = shift;
  return (
    <article class="card offer" data-shift={state}>
      <p class="soft">{dayOf(siteId, fromAt)}</p>
      <h2>
        {clockOf(siteId, fromAt)}–{clockOf(siteId, toAt)}
      </h2>
      <p>
        {t('offers.pay', { n: pay_krw })}
        {state === 'offered' && ` · ${t('offers.until', { at: clockOf(siteId, endsAt) })}`}
      </p>
      {children}
    </article>
  );
}

function RouteCard({ route, children }: { route: Route; children?: ComponentChildren }) {
  const { siteId, vehicle, departAt, endAt, distance_m } = route;
  return (
    <article class="card offer" data-route={vehicle} data-state={route.state}>
      <p class="soft">{dayOf(siteId, departAt)}</p>
      <h2>
        {clockOf(siteId, departAt)}–{clockOf(siteId, endAt)}
      </h2>
      <p>
        <b>{t('offers.route', { vehicle })}</b>
      </p>
      <p>{distanceSaid(language.value, distance_m)}</p>
      {children}
    </article>
  );
}
