import { Field, Input, Select } from '../../parts/Field.tsx';
import { Key } from '../../parts/Key.tsx';
import { Card, Chip } from '../../parts/Page.tsx';
import { number } from '../../parts/time.ts';
import { t } from '../../words/t.ts';
import { boxProblems, kindGuess, unboxed } from './booking.ts';
import { type BoxKind, type DraftLine, newBox } from './draft.ts';
import { Measures } from './Measures.tsx';
import type { StepProps } from './Wizard.tsx';

/** Kinds of boxes, each with its contents and how many there are of it; what is in no box yet stays in sight. */
export function MixedBoxes({ draft, drafting, problems, isStrict }: StepProps) {
  const left = unboxed(draft);
  const open = draft.lines.filter(({ id }) => left.get(id) !== 0);
  const change = (box: BoxKind, more: Partial<BoxKind>): void =>
    drafting.change({ boxes: draft.boxes.map((one) => (one.id === box.id ? { ...one, ...more } : one)) });
  const addBox = (): void => {
    const rest = draft.lines
      .map(({ id }) => ({ lineId: id, quantity: Math.max(0, left.get(id) ?? 0) }))
      .filter(({ quantity }) => quantity > 0);
    drafting.change({ boxes: [...draft.boxes, newBox(rest)] });
  };
  return (
    <>
      {open.length > 0 && (
        <div class="left-over" role="status">
          <b>{t('booking.leftOver')}</b>
          {open.map(({ id, code }) => {
            const units = left.get(id) ?? 0;
            return (
              <Chip key={id} tone={units < 0 ? 'stop' : 'notice'}>
                {units < 0 ? t('booking.tooMany', { code, n: -units }) : t('booking.notBoxed', { code, n: units })}
              </Chip>
            );
          })}
        </div>
      )}
      {draft.boxes.map((box, at) => (
        <Card
          key={box.id}
          title={t('booking.boxKind', { n: at + 1 })}
          actions={
            <Key
              small
              kind="bare"
              icon="trash"
              label={t('booking.remove')}
              onPress={() => drafting.change({ boxes: draft.boxes.filter(({ id }) => id !== box.id) })}
            />
          }
        >
          <div class="box-measures">
            <Field label={t('booking.howMany')}>
              <Input
                class="narrow"
                type="number"
                min={1}
                inputMode="numeric"
                value={String(box.count)}
                onText={(text) => change(box, { count: Math.max(1, Math.round(Number(text)) || 1) })}
              />
            </Field>
            <Measures
              box={box}
              guess={kindGuess(box, draft.lines)}
              problems={[
                ...(problems.get(box.id) ?? []),
                ...(isStrict ? boxProblems(box, kindGuess(box, draft.lines)) : []),
              ]}
              onChange={(more) => change(box, more)}
            />
          </div>
          <Contents box={box} lines={draft.lines} onChange={(contents) => change(box, { contents })} />
        </Card>
      ))}
      <Key icon="plus" onPress={addBox}>
        {t('booking.addBox')}
      </Key>
    </>
  );
}

interface ContentsProps {
  box: BoxKind;
  lines: DraftLine[];
  onChange: (contents: BoxKind['contents']) => void;
}

function Contents({ box, lines, onChange }: ContentsProps) {
  const named = new Set(box.contents.map(({ lineId }) => lineId));
  const others = lines.filter(({ id }) => !named.has(id));
  return (
    <ul class="contents">
      {box.contents.map(({ lineId, quantity }) => {
        const line = lines.find(({ id }) => id === lineId);
        if (!line) return null;
        return (
          <li key={lineId}>
            <input
              class="input narrow"
              type="number"
              min={0}
              aria-label={`${line.code}: ${t('booking.inEach')}`}
              value={String(quantity)}
              onInput={(event) => {
                const units = Math.max(0, Math.round(Number(event.currentTarget.value)) || 0);
                onChange(box.contents.map((one) => (one.lineId === lineId ? { ...one, quantity: units } : one)));
              }}
            />
            <span class="grow">× {line.name || line.code}</span>
            <span class="soft">{box.count > 1 && t('booking.inAll', { n: number(quantity * box.count) })}</span>
            <Key
              small
              kind="bare"
              icon="cross"
              label={t('booking.remove')}
              onPress={() => onChange(box.contents.filter((one) => one.lineId !== lineId))}
            />
          </li>
        );
      })}
      {others.length > 0 && (
        <li>
          <Select
            label={t('booking.addToBox')}
            value=""
            none={t('booking.addToBox')}
            choices={others.map(({ id, code, name }) => [id, name || code])}
            onChoose={(lineId) => onChange([...box.contents, { lineId, quantity: 1 }])}
          />
        </li>
      )}
    </ul>
  );
}
