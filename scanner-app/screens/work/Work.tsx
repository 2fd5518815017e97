import { useLayoutEffect } from 'preact/hooks';
import { useSignal } from '@preact/signals';
import type { Choice, Flow, Step } from '../../../src/scans/step.shared.ts';
import { useEar } from '../../device/ear.ts';
import { Icon } from '../../look/icons.tsx';
import { t } from '../../words/t.ts';
import { Bar } from '../Bar.tsx';
import { go } from '../route.ts';
import { CameraView } from './CameraView.tsx';
import { ChoiceSheet } from './ChoiceSheet.tsx';
import { Keys } from './Keys.tsx';
import { Listen } from './Listen.tsx';
import { Readings } from './Readings.tsx';
import { RefusalView } from './RefusalView.tsx';
import { SendProof } from './Proof.tsx';
import { Stage } from './Stage.tsx';
import { hasEvidence } from './evidence.ts';
import { TypedCode } from './TypedCode.tsx';
import { answer, askStep, goods, leaveFlow, openFlow, refusal, step, take, trouble } from './floor.ts';

/** Of a key that asks for more only the name: what it asks changes with every unit that is scanned. */
export type Sheet = 'camera' | 'typed' | 'choices' | { pressed: string } | null;

/** The one screen of all flows: it draws whatever step the server names, and sends whatever is scanned. */
export function Work({ flow }: { flow: Flow }) {
  const sheet = useSignal<Sheet>(null);
  // Before the next key: a scan that comes right behind the one that led here is of this work.
  useLayoutEffect(() => {
    void openFlow(flow);
    return leaveFlow;
  }, []);
  const now = step.value;
  const refused = refusal.value;
  // A question about the last step is no question about the next one; before the next touch, which may open one about that.
  useLayoutEffect(() => {
    if (sheet.value !== 'camera') sheet.value = null;
  }, [now?.expect, now?.taskId, now?.title, now?.show.big]);
  useEar({
    countsUnits: countsUnits(now),
    scan(heard) {
      sheet.value = null;
      take(heard);
    },
  });
  const press = (choice: Choice): void => {
    if (choice.needs) sheet.value = { pressed: choice.choice };
    else {
      sheet.value = null;
      answer({ choice: choice.choice });
    }
  };
  const pressed = pressedOf(now, sheet.value);
  return (
    <div class="work" data-expect={now?.expect}>
      <Bar title={now?.title || t(`flow.${flow}`)} back="home" />
      <Progress step={now} />
      {now ? <Stage step={now} /> : <NoStep />}
      <footer class="foot">
        <MainRow step={now} onOpen={(name) => (sheet.value = name)} />
        {now && <Keys step={now} onPress={press} onMore={() => (sheet.value = 'choices')} />}
      </footer>
      {goods.value > 0 && <div key={goods.value} class="goodFrame" />}
      {sheet.value === 'camera' && <CameraView onClose={() => (sheet.value = null)} />}
      {sheet.value === 'typed' && (
        <TypedCode onCamera={() => (sheet.value = 'camera')} onClose={() => (sheet.value = null)} />
      )}
      {now && (sheet.value === 'choices' || pressed) && (
        <ChoiceSheet step={now} choice={pressed} onPress={press} onClose={() => (sheet.value = null)} />
      )}
      {refused?.readings && <Readings readings={refused.readings} why={refused.message} />}
      {refused && !refused.readings && <RefusalView refusal={refused} step={now} />}
    </div>
  );
}

function pressedOf(now: Step | null, sheet: Sheet): Choice | null {
  if (sheet === null || typeof sheet === 'string') return null;
  return now?.choices?.find(({ choice }) => choice === sheet.pressed) ?? null;
}

function MainRow({ step: now, onOpen }: { step: Step | null; onOpen: (sheet: 'camera' | 'typed') => void }) {
  if (now?.expect === 'proof' && hasEvidence.value) return <SendProof />;
  if (now?.expect !== 'none') return <Listen step={now} onOpen={onOpen} />;
  if (now.choices && now.choices.length) return null;
  return (
    <button class="key main" type="button" onClick={() => go('home')}>
      <Icon name="home" />
      <span>{t('work.home')}</span>
    </button>
  );
}

/** Where several units are expected, the same code again is the next unit. */
function countsUnits(now: Step | null): boolean {
  if (now?.expect === 'quantity' || (now?.flow === 'count' && now.expect === 'item')) return true;
  return now?.expect === 'item' && (now.show.quantity?.asked || 1) > 1;
}

function Progress({ step: now }: { step: Step | null }) {
  const progress = now?.show.progress;
  if (!progress) return <span />;
  const part = progress.total ? Math.min(1, progress.done / progress.total) : 0;
  return (
    <div class="progress">
      <span class="track">
        <i style={{ width: `${Math.round(part * 100)}%` }} />
      </span>
      {t('work.progress', progress)}
    </div>
  );
}

function NoStep() {
  const why = trouble.value;
  if (!why) {
    return (
      <main class="stage">
        <div class="empty soft">{t('work.loading')}</div>
      </main>
    );
  }
  return (
    <main class="stage">
      <div class="empty">
        <span class="seal">
          <Icon name={why === 'away' ? 'away' : 'info'} size={60} />
        </span>
        <h2>{why === 'away' ? t('work.away') : why.message || t('error.fault')}</h2>
        {why === 'away' && <p class="soft">{t('work.awayHint')}</p>}
        <button class="key" type="button" onClick={() => void askStep()}>
          {t('work.again')}
        </button>
      </div>
    </main>
  );
}
