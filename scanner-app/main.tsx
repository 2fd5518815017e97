import { render } from 'preact';
import { computed, effect } from '@preact/signals';
import './look/look.css';
import './screens/screens.css';
import './screens/work/work.css';
import { wakeFeedback } from './device/feedback.ts';
import { hand } from './device/settings.ts';
import { listenToWedge } from './device/wedge.ts';
import { ringDeskNews } from './link/deskNews.ts';
import { call } from './link/http.ts';
import { askOffers, hearOffers, offerTopics } from './link/offers.ts';
import { session, token, workerNow } from './link/session.ts';
import { keepShell } from './link/shell.ts';
import { keepSocket } from './link/socket.ts';
import { noticeLargeText } from './look/largeText.ts';
import { applyTheme } from './look/theme.ts';
import { drainNow, onAnswer, recount } from './queue/drain.ts';
import { deviceId } from './queue/numbers.ts';
import { claimNameless, leavePass } from './queue/storage.ts';
import { App } from './screens/App.tsx';
import { followAddress } from './screens/route.ts';
import { askStep, hearAnswer, hearStep } from './screens/work/floor.ts';
import { applyLanguage } from './words/language.ts';
import { rememberLanguage } from './words/remember.ts';
import { t } from './words/t.ts';

applyTheme();
applyLanguage();
effect(() => document.documentElement.setAttribute('data-hand', hand.value));
noticeLargeText();
followAddress();
wakeFeedback();
listenToWedge();

const root = document.getElementById('app') as HTMLElement;

/** Without a place to store scans nothing can be promised: then the page says so and takes none. */
async function start(): Promise<void> {
  await deviceId();
  if (token.value) {
    await claimNameless(workerNow());
    await leavePass({ token: token.value, userId: workerNow().userId });
  }
  await recount();
  const whose = computed(() => session.value?.user.id);
  // what waits of others is something else for each worker
  whose.subscribe(() => void recount());
  onAnswer(hearAnswer);
  const back = (): void => {
    drainNow();
    void askStep();
    void askOffers();
  };
  ringDeskNews();
  keepSocket({ connected: back, step: hearStep, topics: offerTopics, news: hearOffers });
  rememberLanguage(
    () => token.value !== undefined,
    (language) => call('POST', '/v1/language', { json: { language }, token: token.value }),
  );
  addEventListener('online', back);
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && back());
  drainNow();
  render(<App />, root);
  if (navigator.storage?.persist) void navigator.storage.persist();
  await keepShell();
}

start().catch(() => {
  root.textContent = t('app.noStorage');
});
