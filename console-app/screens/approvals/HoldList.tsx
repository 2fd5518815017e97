import { useSignal } from '@preact/signals';
import { href } from '../../frame/route.ts';
import { useAct, type Act } from '../../link/act.ts';
import type { Asked } from '../../link/ask.ts';
import { itemOf } from '../../link/items.ts';
import { isManager } from '../../link/session.ts';
import type { Places } from '../../link/wire.ts';
import { Key } from '../../parts/Key.tsx';
import { Card, Chip } from '../../parts/Page.tsx';
import { type Column, Rows } from '../../parts/Rows.tsx';
import { number } from '../../parts/time.ts';
import { Trouble } from '../../parts/Trouble.tsx';
import { told } from '../../parts/Undo.tsx';
import { Answer, Empty } from '../../parts/Wait.tsx';
import { said, t } from '../../words/t.ts';
import { placeName } from '../stock/ItemPage.tsx';
import { askForCount } from './CountList.tsx';
import { FreeHeld, type Held } from './FreeHeld.tsx';

const tones: Partial<Record<Held['condition'], string>> = { inspect: 'night', hold: 'notice' };

export function HoldList({ asked, onCount }: { asked: Asked<Places>; onCount: () => void }) {
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

interface HoldKeys {
  act: Act;
  onCount: (binCode: string) => void;
  onFree: (held: Held) => void;
}

const columnsOf = ({ act, onCount, onFree }: HoldKeys): Column<Held>[] => [
  { title: t('stock.place'), kind: 'lead', cell: ({ place }) => placeName(place) },
  {
    title: t('stock.item'),
    kind: 'wide',
    cell: ({ itemId }) => <a href={href('stock', itemId)}>{itemOf(itemId)?.name ?? '…'}</a>,
  },
  { title: t('stock.lot'), cell: ({ lot, serial }) => lot || serial || '–' },
  {
    title: t('stock.condition'),
    cell: ({ condition }) => <Chip tone={tones[condition] ?? 'stop'}>{said('condition', condition)}</Chip>,
  },
  { title: t('stock.quantity'), kind: 'number', cell: ({ quantity }) => <b>{number(quantity)}</b> },
  {
    title: '',
    kind: 'keys',
    cell: (held) =>
      held.place.startsWith('bin/') &&
      isManager.value && (
        <span class="row-keys">
          {held.condition === 'hold' && (
            <Key small data-free={held.place.slice(4)} onPress={() => onFree(held)}>
              {t('holds.free')}
            </Key>
          )}
          <Key small name={held.place.slice(4)} act={act} onPress={() => onCount(held.place.slice(4))}>
            {t('holds.count')}
          </Key>
        </span>
      ),
  },
];
