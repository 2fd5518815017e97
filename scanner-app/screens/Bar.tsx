import { effect, signal } from '@preact/signals';
import { isUp, wasCut } from '../link/socket.ts';
import { Icon } from '../look/icons.tsx';
import { refusedUnseen, unsent } from '../queue/drain.ts';
import { t } from '../words/t.ts';
import { type Place, go } from './route.ts';

/** The top of every screen: the way back, what to do, and whether the scans arrive. */
export function Bar({ title, back, isUnknown }: { title: string; back?: Place | undefined; isUnknown?: boolean }) {
  return (
    <header class={back ? 'bar' : 'bar plain'}>
      {back ? (
        <button class="key bare" type="button" aria-label={t('work.home')} onClick={() => go(back)}>
          <Icon name="back" size={32} />
        </button>
      ) : (
        <span />
      )}
      <h1>{title}</h1>
      <LinkBadge isUnknown={isUnknown} />
    </header>
  );
}

const now_ms = signal(Date.now());
/** A line that returns so soon needs no alarm; one that is being opened has longer. */
const calm_ms = 1000;
const opening_ms = 5000;
const downSince_ms = signal(Date.now());

effect(() => {
  if (!isUp.value) downSince_ms.value = Date.now();
});
setInterval(() => (now_ms.value = Date.now()), 1000);

/** A scan that is on its way for less than this needs no badge. */
const unremarkable_ms = 1500;

export function LinkBadge({ isUnknown = false }: { isUnknown?: boolean | undefined }) {
  const { count, oldestAt } = unsent.value;
  const age_ms = count ? now_ms.value - oldestAt : 0;
  const isDown = !isUp.value && now_ms.value - downSince_ms.value > (wasCut.value ? calm_ms : opening_ms);
  const isOpening = !isUp.value && !wasCut.value;
  const showCount = count > 0 && (isDown || age_ms > unremarkable_ms);
  const refused = refusedUnseen.value;
  // a device that nobody knows has no line that could be down; what it has not sent, it still shows
  if (isUnknown && count === 0 && !refused) return null;
  return (
    <button class={isDown || showCount || refused ? 'badge down' : 'badge'} type="button" onClick={() => go('tray')}>
      {showCount ? (
        <>
          <span class="count">{t('link.unsent', { n: count })}</span>
          <span>{t('link.age', { age: age(age_ms) })}</span>
        </>
      ) : (
        <Icon name={refused ? 'tray' : isDown ? 'away' : 'check'} size={24} />
      )}
      {!showCount && (
        <span>{refused ? `${refused}` : t(isDown ? 'link.down' : isOpening ? 'link.opening' : 'link.up')}</span>
      )}
    </button>
  );
}

export function age(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 90) return t('age.seconds', { n: seconds });
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? t('age.minutes', { n: minutes }) : t('age.hours', { n: Math.round(minutes / 60) });
}
