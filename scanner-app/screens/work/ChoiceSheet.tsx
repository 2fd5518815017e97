import { useSignal } from '@preact/signals';
import type { Choice, Step } from '../../../src/scans/step.shared.ts';
import { sendFile, shrinkPhoto } from '../../link/files.ts';
import { Icon } from '../../look/icons.tsx';
import { t, type Word } from '../../words/t.ts';
import { HowMany } from './HowMany.tsx';
import { ChoiceKey, besideMore } from './Keys.tsx';
import { uploadProblem } from './evidence.ts';
import { answer } from './floor.ts';

interface SheetProps {
  step: Step;
  /** The key that was pressed; null while one is still to be chosen. */
  choice: Choice | null;
  onPress: (choice: Choice) => void;
  onClose: () => void;
}

/** Asks only what the pressed key still needs, one question a screen: how many, why, a photo. */
export function ChoiceSheet({ step, choice, onPress, onClose }: SheetProps) {
  /** How many there are, and how many of them were scanned when that was said. */
  const said = useSignal<{ units: number; done: number | undefined } | null>(null);
  const photoId = useSignal<string | null>(null);
  const needsCount = choice?.needs === 'quantity' || choice?.needs === 'quantityAndReason';
  const send = (more: { reason?: string; photoId?: string }, units = said.value?.units): void => {
    if (!choice) return;
    answer({ choice: choice.choice, ...more }, units);
    onClose();
  };
  const count = (units: number): void => {
    said.value = { units, done: choice?.whole?.done };
    if (choice?.needs === 'quantity') send({}, units);
  };
  // a unit whose answer came after the number was not among those
  const asksCount = needsCount && (said.value === null || said.value.done !== choice?.whole?.done);
  return (
    <div class="over screen">
      <header class="bar">
        <button class="key bare" type="button" aria-label={t('choice.back')} onClick={onClose}>
          <Icon name="back" size={32} />
        </button>
        <h1>{choice ? choice.title : t('work.more')}</h1>
      </header>
      <main class="body">
        {!choice && <Choices choices={step.choices || []} onPress={onPress} />}
        {choice && asksCount && <HowMany step={step} choice={choice} onCount={count} />}
        {choice?.needs === 'reasonAndPhoto' && (
          <PhotoFor
            title={photoId.value ? 'choice.photoTaken' : 'choice.photoToo'}
            onSent={(id) => (photoId.value = id)}
          />
        )}
        {choice && !asksCount && choice.needs !== 'photo' && (
          <Reasons
            choice={choice}
            onChoose={({ reason }) => send({ reason, ...(photoId.value && { photoId: photoId.value }) })}
          />
        )}
        {choice?.lines && !asksCount && <About lines={choice.lines} />}
        {choice?.needs === 'photo' && <PhotoFor title="choice.photo" onSent={(id) => send({ photoId: id })} />}
      </main>
    </div>
  );
}

function Choices({ choices, onPress }: { choices: Choice[]; onPress: (choice: Choice) => void }) {
  return (
    <div class="rows">
      {choices
        .filter((choice) => choice !== besideMore(choices))
        .map((choice) => (
          <ChoiceKey key={choice.choice} choice={choice} onPress={onPress} />
        ))}
    </div>
  );
}

/** What the answer is about, one by one. */
function About({ lines }: { lines: NonNullable<Choice['lines']> }) {
  return (
    <dl class="lines">
      {lines.map(({ label, value }) => (
        <div key={value} class="long">
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** So many stand one below the other without scrolling. */
const MOST_ROWS = 5;

function Reasons({ choice, onChoose }: { choice: Choice; onChoose: (more: { reason: string }) => void }) {
  const reasons = choice.reasons || [];
  return (
    <div class={reasons.length > MOST_ROWS ? 'rows asked' : 'rows'}>
      <h2>{t('choice.why')}</h2>
      {reasons.map(({ reason, title }) => (
        <button key={reason} class="key" type="button" data-reason={reason} onClick={() => onChoose({ reason })}>
          {title}
        </button>
      ))}
    </div>
  );
}

function PhotoFor({ title, onSent }: { title: Word; onSent: (photoId: string) => void }) {
  const problem = useSignal('');
  const isBusy = useSignal(false);
  const sendPhoto = async (photo: File | undefined): Promise<void> => {
    if (!photo) return;
    isBusy.value = true;
    problem.value = '';
    try {
      onSent(await sendFile(await shrinkPhoto(photo)));
    } catch (error) {
      problem.value = uploadProblem(error);
    }
    isBusy.value = false;
  };
  return (
    <div class="rows">
      {problem.value && (
        <p class="notice" role="alert">
          <Icon name="warning" />
          {problem.value}
        </p>
      )}
      <label class="key proof">
        <Icon name="photo" size={48} />
        <span>{t(isBusy.value ? 'proof.sending' : title)}</span>
        <input
          type="file"
          accept="image/*"
          capture="environment"
          onChange={(event) => void sendPhoto(event.currentTarget.files?.[0])}
        />
      </label>
    </div>
  );
}
