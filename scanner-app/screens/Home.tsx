import type { Flow } from '../../src/scans/step.shared.ts';
import { useEar } from '../device/ear.ts';
import { tell } from '../device/feedback.ts';
import { deviceKey } from '../link/deviceKey.ts';
import { who } from '../link/pin.ts';
import { isDriver, openOffers } from '../link/offers.ts';
import { session } from '../link/session.ts';
import { Icon } from '../look/icons.tsx';
import { t } from '../words/t.ts';
import { Bar } from './Bar.tsx';
import { askToLeave } from './Leaving.tsx';
import { OthersWait } from './OthersWait.tsx';
import { flowsFor } from './roles.ts';
import { go } from './route.ts';
import { flow, openFlow, take } from './work/floor.ts';

/** The work of this role; the first is the one done all day. Any scan here answers "what is this?". */
export function Home() {
  const flows = flowsFor(session.value?.user.role || '');
  const mayLook = flows.includes('look');
  useEar({
    scan(heard) {
      if (isBadge(heard.code)) return changeWorker(heard.code);
      if (!mayLook) return tell('refused');
      flow.value = null;
      void openFlow('look');
      take(heard);
      go({ flow: 'look' });
    },
  });
  return (
    <div class="screen">
      <Bar title={t('home.title')} />
      <main class="body">
        <OthersWait />
        {flows.length === 0 && <p class="empty">{t('home.none')}</p>}
        <div class="flows">
          {flows.map((name, index) => (
            <FlowKey key={name} flow={name} isFirst={index === 0} />
          ))}
        </div>
        {isDriver.value && (
          <button class="key" type="button" data-do="offers" onClick={() => go('offers')}>
            <Icon name="clock" />
            <span>{t(openOffers.value ? 'offers.open' : 'offers.title', { n: openOffers.value })}</span>
          </button>
        )}
        {deviceKey.value && session.value?.user.hasPin === false && (
          <button class="key" type="button" onClick={() => go('pin')}>
            <Icon name="keyboard" />
            <span>{t('pin.choose')}</span>
          </button>
        )}
        {mayLook && (
          <p class="listening">
            <Icon name="scan" />
            {t('home.hint')}
          </p>
        )}
      </main>
      <footer class="foot">
        <div class="two">
          <button class="key" type="button" onClick={() => go('tray')}>
            <Icon name="tray" />
            <span>{t('tray.title')}</span>
          </button>
          <button class="key" type="button" onClick={() => go('device')}>
            <Icon name="gear" />
            <span>{t('device.title')}</span>
          </button>
        </div>
      </footer>
    </div>
  );
}

const isBadge = (code: string): boolean => deviceKey.value !== null && /^BADGE-/i.test(code);

/** The next worker's badge: whoever was here is signed out, the PIN is all that is left to type. */
function changeWorker(badge: string): void {
  askToLeave(() => (who.value = badge));
}

function FlowKey({ flow, isFirst }: { flow: Flow; isFirst: boolean }) {
  return (
    <button class={isFirst ? 'flow wide' : 'flow'} type="button" data-flow={flow} onClick={() => go({ flow })}>
      <span class="round">
        <Icon name={flow} size={isFirst ? 40 : 32} />
      </span>
      {t(`flow.${flow}`)}
    </button>
  );
}
