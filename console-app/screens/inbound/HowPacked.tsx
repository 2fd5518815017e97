import { Field, Input, Segments } from '../../parts/Field.tsx';
import { Icon } from '../../parts/Icon.tsx';
import { Card } from '../../parts/Page.tsx';
import { number, weight } from '../../parts/time.ts';
import { t } from '../../words/t.ts';
import { boxCount, boxesOf, boxProblems } from './booking.ts';
import { type Draft, type DraftLine, type Packing, newBox, packings } from './draft.ts';
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
  const weight_g = totalWeight_g(draft);
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
      {draft.packing !== 'loose' && (
        <p class="sum-line">
          <Icon name="box" />
          <b>{t('booking.boxes', { n: number(boxCount(draft)) })}</b>
          {weight_g > 0 && <span class="soft">{t('booking.totalWeight', { weight: weight(weight_g) })}</span>}
        </p>
      )}
    </>
  );
}

const totalWeight_g = (draft: Draft): number =>
  boxesOf(draft).reduce((sum, { weight_g = 0, count }) => sum + weight_g * count, 0);

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
              problems={[...(problems.get(line.id) ?? []), ...(isStrict ? boxProblems(line) : [])]}
              onChange={(more) => change(line, more)}
            />
          </li>
        ))}
      </ul>
    </Card>
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
