import { useEffect } from 'preact/hooks';
import { useSignal } from '@preact/signals';
import { useEar } from '../device/ear.ts';
import { tell } from '../device/feedback.ts';
import { hand, readOut, soundOn } from '../device/settings.ts';
import { needsEnrolment } from '../link/door.ts';
import { deviceKey } from '../link/deviceKey.ts';
import { Icon } from '../look/icons.tsx';
import { type Theme, theme, themes } from '../look/theme.ts';
import { unsent } from '../queue/drain.ts';
import { deviceId } from '../queue/numbers.ts';
import { type Language, chosenLanguage, language, languages } from '../words/language.ts';
import { t } from '../words/t.ts';
import { Bar } from './Bar.tsx';
import { askToLeave } from './Leaving.tsx';
import { Segments } from './Segments.tsx';
import { go } from './route.ts';

export function Device() {
  const id = useSignal('');
  useEffect(() => void deviceId().then((known) => (id.value = known)), []);
  useEar({ scan: () => tell('refused') });
  const waiting = unsent.value.count;
  return (
    <div class="screen">
      <Bar title={t('device.title')} back="home" />
      <main class="body">
        <Segments<Language>
          title={t('device.language')}
          value={language.value}
          choices={Object.entries(languages) as [Language, string][]}
          onChoose={(chosen) => (chosenLanguage.value = chosen)}
        />
        <Segments<Theme>
          title={t('device.theme')}
          value={theme.value}
          choices={themes.map((name) => [name, t(`device.theme.${name}`)])}
          onChoose={(chosen) => (theme.value = chosen)}
        />
        <Segments
          title={t('device.hand')}
          value={hand.value}
          choices={[
            ['left', t('device.hand.left')],
            ['right', t('device.hand.right')],
          ]}
          onChoose={(chosen) => (hand.value = chosen)}
        />
        <OnOff title={t('device.sound')} isOn={soundOn.value} onChoose={chooseSound} />
        <OnOff title={t('device.readOut')} isOn={readOut.value} onChoose={(isOn) => (readOut.value = isOn)} />
        <button class="key" type="button" onClick={() => go('check')}>
          <Icon name="scan" />
          <span>{t('device.check')}</span>
        </button>
        {deviceKey.value ? (
          <button class="key" type="button" onClick={() => go('pin')}>
            <Icon name="keyboard" />
            <span>{t('pin.choose')}</span>
          </button>
        ) : (
          <button class="key" type="button" onClick={() => (needsEnrolment.value = true)}>
            <Icon name="scan" />
            <span>{t('pin.enrol')}</span>
          </button>
        )}
        <p class="soft code">{t('device.id', { id: id.value })}</p>
      </main>
      <footer class="foot">
        {waiting > 0 && <p class="soft">{t('device.leaveUnsent', { n: waiting })}</p>}
        <button class="key" type="button" onClick={() => askToLeave(() => go('home'))}>
          <Icon name="leave" />
          <span>{t('device.leave')}</span>
        </button>
      </footer>
    </div>
  );
}

function OnOff({ title, isOn, onChoose }: { title: string; isOn: boolean; onChoose: (isOn: boolean) => void }) {
  return (
    <Segments
      title={title}
      value={isOn ? 'on' : 'off'}
      choices={[
        ['on', t('device.on')],
        ['off', t('device.off')],
      ]}
      onChoose={(chosen) => onChoose(chosen === 'on')}
    />
  );
}

function chooseSound(isOn: boolean): void {
  soundOn.value = isOn;
  tell('good');
}
