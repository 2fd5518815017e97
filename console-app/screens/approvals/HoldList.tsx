import { useSignal } from '@preact/signals';
import { href } from '../../frame/route.ts';
import { useAct, type Act } from '../../link/act.ts';
import type { Asked } from '../../link/ask.ts';
import { isManager } from '../../link/session.ts';
import type { HeldUnits } from '../../link/wire.ts';
import { Key } from '../../parts/Key.tsx';
import { ItemName } from '../../parts/ItemName.tsx';
import { Card, Chip } from '../../parts/Page.tsx';
import { PlaceLink } from '../../parts/PlaceName.tsx';
import { type Column, Rows } from '../../parts/Rows.tsx';
import { number } from '../../parts/time.ts';
import { Trouble } from '../../parts/Trouble.tsx';
import { told } from '../../parts/Undo.tsx';
import { Answer, Empty } from '../../parts/Wait.tsx';
import { en } from '../../words/en.ts';
import { said, t } from '../../words/t.ts';
import { askForCount } from './CountList.tsx';
import { FreeHeld, type Held } from './FreeHeld.tsx';

const tones: Partial<Record<Held['condition'], string>> = { inspect: 'night', hold: 'notice' };

export function HoldList({ asked, onCount }: { asked: Asked<HeldUnits>; onCount: () => void }) {
  const act = useAct();
  const freeing = useSignal<Held | null>(null);
  const count = async (binCode: string): Promise<void> => {
    if ((await act.run(binCode, () => askForCount(binCode))) === undefined) return;
    told({ text: t('counts.added', { bin: binCode }) });
    onCount();
  };
  return (
    <Card flush>
      <Trouble error={act.trouble.value} />
      <Answer asked={asked}>
        {({ places }) =>
          places.length === 0 ? (
            <Empty icon="check" title={t('holds.none')} hint={t('holds.noneHint')} />
          ) : (
            <Rows
              label={t('place.approvals')}
              rows={places}
              columns={columnsOf({
                act,
                onCount: (bin) => void count(bin),
                onFree: (held) => (freeing.value = held),
              })}
              keyOf={(row) => [row.place, row.itemId, row.lot, row.serial, row.condition].join(' ')}
            />
          )
        }
      </Answer>
      {freeing.value && <FreeHeld held={freeing.value} again={asked.again} onClose={() => (freeing.value = null)} />}
    </Card>
  );
}

/** Units of a row that no hold has, nor a count that waits: they are freed by themselves. */
const byHand = ({ quantity, holds, waiting }: Held): number =>
  holds.reduce((left, one) => left - one.quantity, quantity - waiting);

function Why({ held }: { held: Held }) {
  const { kind, reason, condition, holds, waiting } = held;
  const isHeldOnReceipt = kind === 'receive' && condition === 'hold' && reason === null;
  return (
    <>
      {holds.map((hold) => (
        <a key={hold.holdId} class="hold-of" href={href('approvals', 'holds', hold.holdId)}>
          {t('holds.byHold', { why: said('cause', hold.reason), n: hold.quantity })}
        </a>
      ))}
      {waiting > 0 && (
        <a class="hold-of" href={href('approvals', 'adjustments')}>
          {t('holds.byCount', { n: waiting })}
        </a>
      )}
      {byHand(held) > 0 && kind !== null && (
        <span>
          {isHeldOnReceipt ? t('holds.surplus') : reason === null ? said('movement', kind) : reasonSaid(reason)}
        </span>
      )}
    </>
  );
}

/** Receivers, pickers and the desk each have their own reasons; a picker's begins with what he did. */
function reasonSaid(reason: string): string {
  const code = reason.replace(/^short_pick: /, '');
  return `heldFor.${code}` in en ? said('heldFor', code) : said('cause', code);
}

interface HoldKeys {
  act: Act;
  onCount: (binCode: string) => void;
  onFree: (held: Held) => void;
}

const columnsOf = ({ act, onCount, onFree }: HoldKeys): Column<Held>[] => [
  { title: t('stock.place'), kind: 'lead', cell: ({ place }) => <PlaceLink place={place} /> },
  {
    title: t('stock.item'),
    kind: 'wide',
    cell: ({ itemId }) => <ItemName itemId={itemId} />,
  },
  { title: t('stock.lot'), cell: ({ lot, serial }) => <span class="unbroken">{lot || serial || '–'}</span> },
  {
    title: t('stock.condition'),
    cell: ({ condition }) => <Chip tone={tones[condition] ?? 'stop'}>{said('condition', condition)}</Chip>,
  },
  { title: t('counts.cause'), cell: (held) => <Why held={held} /> },
  { title: t('stock.quantity'), kind: 'number', cell: ({ quantity }) => <b>{number(quantity)}</b> },
  {
    title: '',
    kind: 'keys',
    cell: (held) =>
      isManager.value && (
        <span class="row-keys">
          {held.holds.map(({ holdId }) => (
            <a key={holdId} class="key small" data-do="to-lift" href={href('approvals', 'holds', holdId)}>
              {t('hold.lift')}
            </a>
          ))}
          {held.place.startsWith('bin/') && held.condition === 'hold' && byHand(held) > 0 && (
            <Key small data-free={held.place.slice(4)} onPress={() => onFree({ ...held, quantity: byHand(held) })}>
              {t('holds.free')}
            </Key>
          )}
          {held.place.startsWith('bin/') && (
            <Key small name={held.place.slice(4)} act={act} onPress={() => onCount(held.place.slice(4))}>
              {t('holds.count')}
            </Key>
          )}
        </span>
      ),
  },
];
