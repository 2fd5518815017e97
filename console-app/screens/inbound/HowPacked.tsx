import type { Problem } from '../../link/http.ts';
import { Check } from '../../parts/Check.tsx';
import { Field, Input, Segments } from '../../parts/Field.tsx';
import { Icon } from '../../parts/Icon.tsx';
import { Card } from '../../parts/Page.tsx';
import { number } from '../../parts/time.ts';
import { t } from '../../words/t.ts';
import { boxCount, boxProblems, isNewBox, lineGuess } from './booking.ts';
import { type DraftLine, type Packing, newBox, packings } from './draft.ts';
import { loadSaid } from './loadSaid.ts';
import { Measures } from './Measures.tsx';
import { MixedBoxes } from './MixedBoxes.tsx';
import type { StepProps } from './Wizard.tsx';

/** Which goods are in which boxes. What is known box by box is counted against that. */
export function HowPacked(props: StepProps) {
  const { draft, drafting } = props;
  const choose = (packing: Packing): void => {
    const isFirst = packing === 'mixed' && draft.boxes.length === 0;
    const all = draft.lines.map(({ id, quantity }) => ({ lineId: id, quantity }));
    drafting.change({ packing, ...(isFirst && { boxes: [newBox(all)] }) });
  };
  return (
    <>
      <Card>
        <div class="packing-choice">
          <Segments<Packing>
            label={t('booking.step.packed')}
            value={draft.packing}
            choices={packings.map((name) => [name, t(`booking.packing.${name}`)])}
            onChoose={choose}
          />
          <span class="soft">{t(`booking.packingHint.${draft.packing}`)}</span>
        </div>
      </Card>
      {draft.packing === 'same' && <SameBoxes {...props} />}
      {draft.packing === 'mixed' && <MixedBoxes {...props} />}
      <p class="sum-line">
        <Icon name="box" />
        {draft.packing !== 'loose' && <b>{t('booking.boxes', { n: number(boxCount(draft)) })}</b>}
        <span class="soft">{loadSaid(draft)}</span>
      </p>
    </>
  );
}

function SameBoxes({ draft, drafting, problems, isStrict }: StepProps) {
  const change = (line: DraftLine, more: Partial<DraftLine>): void =>
    drafting.change({ lines: draft.lines.map((one) => (one.id === line.id ? { ...one, ...more } : one)) });
  const [first] = draft.lines;
  const copyDown = (): void =>
    drafting.change({ lines: draft.lines.map((line) => ({ ...line, size: first!.size, weight: first!.weight })) });
  return (
    <Card
      title={t('booking.sameTitle')}
      actions={
        draft.lines.length > 1 && (
          <button class="key small" type="button" onClick={copyDown}>
            {t('booking.copyDown')}
          </button>
        )
      }
    >
      <ul class="draft-lines boxes">
        {draft.lines.map((line) => (
          <li key={line.id}>
            <span class="what">
              <Icon name="box" />
              <span>
                <b>{line.name || line.code}</b>
                <small class="soft">{splitText(line)}</small>
              </span>
            </span>
            <Field label={t('booking.perBox')}>
              <Input
                class="narrow"
                type="number"
                min={1}
                name="perBox"
                inputMode="numeric"
                placeholder={String(line.quantity)}
                value={line.perBox > 0 ? String(line.perBox) : ''}
                onText={(text) => change(line, { perBox: Math.max(0, Math.round(Number(text)) || 0) })}
              />
            </Field>
            <Measures
              box={line}
              guess={lineGuess(line)}
              problems={[...(problems.get(line.id) ?? []), ...shownProblems(line, isStrict)]}
              onChange={(more) => change(line, more)}
            />
            <KeepBox line={line} onKeep={(keepsBox) => change(line, { keepsBox })} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** What is too large is said at once, since it may be reckoned and not typed; what is missing, once it is asked for. */
function shownProblems(line: DraftLine, isStrict: boolean): Problem[] {
  const all = boxProblems(line, lineGuess(line));
  return isStrict ? all : all.filter(({ code }) => code!.endsWith('_too_large'));
}

/** A box that was measured here once need not be measured again. */
function KeepBox({ line, onKeep }: { line: DraftLine; onKeep: (keeps: boolean) => void }) {
  if (!isNewBox(line)) return null;
  return (
    <span class="keep-box">
      <Check
        name="keepsBox"
        label={t('booking.keepBox')}
        hint={t('booking.keepBoxHint')}
        checked={line.keepsBox === true}
        onCheck={onKeep}
      />
    </span>
  );
}

/** “20 boxes × 12 + 1 × 4” */
function splitText({ quantity, perBox }: DraftLine): string {
  const each = perBox > 0 ? Math.min(perBox, quantity) : quantity;
  if (each === 0) return '';
  const full = Math.floor(quantity / each);
  const rest = quantity % each;
  const text = t('booking.split', { boxes: number(full), each: number(each) });
  return rest === 0 ? text : `${text} + ${t('booking.split', { boxes: 1, each: number(rest) })}`;
}
