import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { go, href } from '../../frame/route.ts';
import { useAct } from '../../link/act.ts';
import { type Problem, Refused, post } from '../../link/http.ts';
import type { Draft } from './draft.ts';
import { Icon } from '../../parts/Icon.tsx';
import { Key } from '../../parts/Key.tsx';
import { Page } from '../../parts/Page.tsx';
import { Trouble } from '../../parts/Trouble.tsx';
import { Wait } from '../../parts/Wait.tsx';
import { t } from '../../words/t.ts';
import { problemsBySource } from './booking.ts';
import { Confirm } from './Confirm.tsx';
import { keepDraft } from './draft.ts';
import { keepBoxes } from './keepBoxes.ts';
import { HowPacked } from './HowPacked.tsx';
import { Problems } from './Problems.tsx';
import { type Step, openPoints, stepOf, steps } from './steps.ts';
import { Transport } from './Transport.tsx';
import { type Drafting, useDraft } from './useDraft.ts';
import { What } from './What.tsx';
import { WhenPage } from './WhenPage.tsx';

export interface StepProps {
  draft: Draft;
  drafting: Drafting;
  /** By line or kind of box; '' for the whole. */
  problems: Map<string, Problem[]>;
  /** Says what is missing even where nobody has typed yet. */
  isStrict: boolean;
}

const screens: Record<Step, (props: StepProps) => preact.ComponentChildren> = {
  what: What,
  packed: HowPacked,
  when: WhenPage,
  transport: Transport,
  confirm: Confirm,
};

/** Five steps, each kept as it is typed and saved on the server when it is left; back never loses anything. */
export function Wizard({ draftKey, step: named }: { draftKey: string | undefined; step: string }) {
  const drafting = useDraft(draftKey);
  const act = useAct();
  const isStrict = useSignal(false);
  const step = stepOf(named);
  const at = steps.indexOf(step);
  const draft = drafting.draft.value;
  useEffect(() => {
    isStrict.value = false;
    document.getElementById('content')?.scrollIntoView();
  }, [step]);
  const open = (to: Step): void => go(href('inbound', 'book', drafting.draft.peek()!.shipmentId ?? draftKey!, to));
  const leave = async (to: Step): Promise<void> => {
    if (draft !== null && openPoints(draft, step) > 0 && steps.indexOf(to) > at) {
      isStrict.value = true;
      return;
    }
    if (await act.run('save', () => drafting.push())) open(to);
  };
  const book = async (): Promise<void> => {
    const saved = await act.run('book', async () => {
      const { shipmentId, isBooked } = await drafting.push('all');
      if (!isBooked) await post(`/v1/inbound-shipments/${shipmentId}/submit`);
      await keepBoxes(drafting.draft.peek()!);
      return shipmentId!;
    });
    if (saved === undefined) return;
    keepDraft(saved, null);
    go(`${href('inbound', saved)}?booked=1`);
  };
  if (draft === null) {
    return (
      <Page title={t('booking.title')} back={{ to: href('inbound'), title: t('place.inbound') }}>
        {drafting.trouble.value ? <Trouble error={drafting.trouble.value} again={drafting.reload} /> : <Wait />}
      </Page>
    );
  }
  const trouble = act.trouble.value;
  const problems = problemsBySource(draft, trouble instanceof Refused ? trouble.problems : []);
  const missing = openPoints(draft, step);
  const Screen = screens[step];
  const isStale = trouble instanceof Refused && trouble.code === 'shipment_stale';
  return (
    <Page
      title={t(draft.isBooked ? 'booking.change' : 'booking.title')}
      back={{ to: href('inbound'), title: t('place.inbound') }}
      lead={<span>{draft.asn ? t('booking.number', { asn: draft.asn }) : t('booking.kept')}</span>}
    >
      <Stepper draft={draft} at={at} onOpen={(to) => void leave(to)} />
      <Trouble error={trouble} again={isStale ? drafting.reload : undefined} />
      <Problems draft={draft} problems={problems} onOpen={open} />
      <Screen draft={draft} drafting={drafting} problems={problems} isStrict={isStrict.value} />
      <footer class="wizard-foot">
        {at > 0 && (
          <Key icon="back" act={act} onPress={() => open(steps[at - 1]!)}>
            {t('do.back')}
          </Key>
        )}
        <span class="grow">
          {isStrict.value && missing > 0 && <span class="problem">{t('booking.openPoints', { n: missing })}</span>}
        </span>
        {step === 'confirm' ? (
          <Key kind="main" icon="check" name="book" act={act} data-do="book" onPress={() => void book()}>
            {t(draft.isBooked ? 'booking.saveChange' : 'booking.book')}
          </Key>
        ) : (
          <Key kind="main" name="save" act={act} data-do="next" onPress={() => void leave(steps[at + 1]!)}>
            {t('do.next')}
          </Key>
        )}
      </footer>
    </Page>
  );
}

function Stepper({ draft, at, onOpen }: { draft: Draft; at: number; onOpen: (step: Step) => void }) {
  return (
    <ol class="stepper">
      {steps.map((step, index) => {
        const isDone = index < at && openPoints(draft, step) === 0;
        const isReachable =
          index <= at ||
          (draft.shipmentId !== null && steps.slice(0, index).every((one) => openPoints(draft, one) === 0));
        return (
          <li
            key={step}
            class={index === at ? 'at' : isDone ? 'done' : ''}
            aria-current={index === at ? 'step' : undefined}
          >
            <button type="button" disabled={!isReachable || index === at} onClick={() => onOpen(step)}>
              <span class="no">{isDone ? <Icon name="check" size={16} /> : index + 1}</span>
              <span class="step-name">{t(`booking.step.${step}`)}</span>
            </button>
          </li>
        );
      })}
    </ol>
  );
}
