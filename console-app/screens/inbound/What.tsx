import { useSignal } from '@preact/signals';
import { useAct } from '../../link/act.ts';
import { withQuery } from '../../link/ask.ts';
import { type Problem, get } from '../../link/http.ts';
import { useSellers } from '../../link/people.ts';
import { isSeller } from '../../link/session.ts';
import type { Shipment, Shipments } from '../../link/wire.ts';
import { Field, Input, Select } from '../../parts/Field.tsx';
import { Icon } from '../../parts/Icon.tsx';
import { ItemSearch } from '../../parts/ItemSearch.tsx';
import { Key } from '../../parts/Key.tsx';
import { Card } from '../../parts/Page.tsx';
import { number, weight } from '../../parts/time.ts';
import { Trouble } from '../../parts/Trouble.tsx';
import { Empty } from '../../parts/Wait.tsx';
import { t } from '../../words/t.ts';
import { lineProblems, unitCount } from './booking.ts';
import { type DraftLine, draftOf } from './draft.ts';
import { PasteLines } from './PasteLines.tsx';
import { problemOf } from './Problems.tsx';
import { goodsSaid } from './loadSaid.ts';
import { lineOf, withCatalogue } from './paste.ts';
import type { StepProps } from './Wizard.tsx';

export function What({ draft, drafting, problems, isStrict }: StepProps) {
  const isPasting = useSignal(false);
  const act = useAct();
  const sellers = useSellers();
  const setLines = (lines: DraftLine[]): void => drafting.change({ lines });
  const add = (lines: DraftLine[]): void => setLines([...draft.lines, ...lines]);
  const lastAgain = async (): Promise<void> => {
    const last = await act.run('last', async () => {
      const { shipments } = await get<Shipments>(
        withQuery('/v1/inbound-shipments', { sellerId: draft.sellerId, limit: 20 }),
      );
      const found = shipments.find(
        ({ state, shipmentId }) => !['draft', 'cancelled'].includes(state) && shipmentId !== draft.shipmentId,
      );
      if (!found) return [];
      return withCatalogue(draftOf(await get<Shipment>(`/v1/inbound-shipments/${found.shipmentId}`)).lines);
    });
    if (last) add(last.map((line) => ({ ...line, expiry: '', lot: '' })));
  };
  return (
    <>
      {!isSeller.value && (
        <Card>
          <Field
            label={t('booking.seller')}
            problem={isStrict && draft.sellerId === '' ? t('booking.chooseSeller') : undefined}
          >
            <Select
              value={draft.sellerId}
              none={t('booking.chooseSeller')}
              choices={sellers.map(({ sellerId, name }) => [sellerId, name])}
              onChoose={(sellerId) => drafting.change({ sellerId })}
            />
          </Field>
        </Card>
      )}
      <Card
        title={t('booking.items')}
        note={
          draft.lines.length > 0 &&
          [t('booking.itemsNote', { lines: draft.lines.length, units: number(unitCount(draft)) }), goodsSaid(draft)]
            .filter(Boolean)
            .join(' · ')
        }
        actions={
          <>
            <Key small icon="paste" disabled={draft.sellerId === ''} onPress={() => (isPasting.value = true)}>
              {t('booking.paste')}
            </Key>
            <Key
              small
              icon="replenish"
              name="last"
              act={act}
              disabled={draft.sellerId === ''}
              onPress={() => void lastAgain()}
            >
              {t('booking.lastAgain')}
            </Key>
          </>
        }
      >
        <Trouble error={act.trouble.value} />
        {draft.sellerId !== '' && (
          <ItemSearch sellerId={draft.sellerId} label={t('booking.addItem')} onChoose={(item) => add([lineOf(item)])} />
        )}
        {draft.lines.length === 0 ? (
          <Empty icon="box" title={t('booking.noItems')} hint={t('booking.noItemsHint')} />
        ) : (
          <ul class="draft-lines">
            {draft.lines.map((line) => (
              <Line
                key={line.id}
                line={line}
                problems={[...(problems.get(line.id) ?? []), ...shownProblems(line, draft.expectedOn, isStrict)]}
                onChange={(more) =>
                  setLines(draft.lines.map((one) => (one.id === line.id ? { ...one, ...more } : one)))
                }
                onRemove={() => setLines(draft.lines.filter(({ id }) => id !== line.id))}
              />
            ))}
          </ul>
        )}
      </Card>
      {!draft.isBooked && (
        <Card>
          <Field
            label={t('booking.ownNumber')}
            hint={t('booking.ownNumberHint')}
            problem={problemOf(problems.get('') ?? [], 'asn')}
          >
            <Input
              name="asn"
              maxLength={40}
              disabled={draft.shipmentId !== null}
              value={draft.asn}
              onText={(asn) => drafting.change({ asn })}
            />
          </Field>
        </Card>
      )}
      {isPasting.value && (
        <PasteLines sellerId={draft.sellerId} onLines={add} onClose={() => (isPasting.value = false)} />
      )}
    </>
  );
}

/** While somebody is still typing, only what is wrong is said, not what is missing. */
function shownProblems(line: DraftLine, expectedOn: string, isStrict: boolean): Problem[] {
  const all = lineProblems(line, expectedOn);
  return isStrict ? all : all.filter(({ code }) => !code!.endsWith('_missing') && !code!.endsWith('_required'));
}

interface LineProps {
  line: DraftLine;
  problems: Problem[];
  onChange: (more: Partial<DraftLine>) => void;
  onRemove: () => void;
}

function Line({ line, problems, onChange, onRemove }: LineProps) {
  const isUnknown = line.itemId === null;
  return (
    <li class={problems.length > 0 ? 'wrong' : ''}>
      <span class="what">
        {isUnknown ? <Icon name="warning" /> : <Icon name="box" />}
        <span>
          <b>{line.name || line.code}</b>
          <small class="code soft">{line.code}</small>
          {line.unit && (
            <small class="soft">
              {t('booking.unit', {
                size: line.unit.size_mm.map((side) => side / 10).join(' × '),
                weight: weight(line.unit.weight_g),
              })}
            </small>
          )}
          {isUnknown && <small class="problem">{problemOf(problems, 'code', 'itemId')}</small>}
        </span>
      </span>
      <Field label={t('booking.units')} problem={problemOf(problems, 'quantity')}>
        <Input
          class="narrow"
          type="number"
          min={1}
          max={1_000_000}
          inputMode="numeric"
          name="quantity"
          value={line.quantity > 0 ? String(line.quantity) : ''}
          onText={(text) => onChange({ quantity: Math.max(0, Math.round(Number(text)) || 0) })}
        />
      </Field>
      {(line.lotTracked || line.lot !== '') && (
        <Field label={t('stock.lot')} problem={problemOf(problems, 'lot')}>
          <Input maxLength={20} value={line.lot} onText={(lot) => onChange({ lot })} />
        </Field>
      )}
      {(line.expiryTracked || line.expiry !== '') && (
        <Field label={t('booking.expiry')} problem={problemOf(problems, 'expiry')}>
          <Input type="date" value={line.expiry} onText={(expiry) => onChange({ expiry })} />
        </Field>
      )}
      <Key icon="trash" kind="bare" label={t('booking.remove')} onPress={onRemove} />
    </li>
  );
}
