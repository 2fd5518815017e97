import { useSignal } from '@preact/signals';
import { useAct } from '../../link/act.ts';
import { useAsk } from '../../link/ask.ts';
import { post } from '../../link/http.ts';
import { itemOf } from '../../link/items.ts';
import { usePeople } from '../../link/people.ts';
import { isManager, role, user } from '../../link/session.ts';
import type { Receipts, Shipment } from '../../link/wire.ts';
import { Field, Select } from '../../parts/Field.tsx';
import { FormDialog } from '../../parts/FormDialog.tsx';
import { ItemName } from '../../parts/ItemName.tsx';
import { Key } from '../../parts/Key.tsx';
import { Card, Chip } from '../../parts/Page.tsx';
import { type Column, Rows } from '../../parts/Rows.tsx';
import { number, when } from '../../parts/time.ts';
import { told } from '../../parts/Undo.tsx';
import { Answer, Empty } from '../../parts/Wait.tsx';
import { said, t } from '../../words/t.ts';

type Receipt = Receipts['receipts'][number];

/** Sellers see their counts, and not by whom. */
export const mayReceive = (): boolean => isManager.value || role.value === 'receiver';

/** What was taken in, scan by scan, and what of it may be taken back. */
export function ReceiptList({ shipment, again }: { shipment: Shipment; again: () => void }) {
  const asked = useAsk<Receipts>(`/v1/inbound-shipments/${shipment.shipmentId}/receipts`, {
    topics: ['inbound.', 'inventory.'],
  });
  const undoing = useSignal<Receipt | null>(null);
  const nameOf = usePeople();
  return (
    <Card title={t('receipts.title')} note={t('receipts.note')} flush>
      <Answer asked={asked} rows={3}>
        {({ receipts }) =>
          receipts.length === 0 ? (
            <Empty icon="receive" title={t('receipts.none')} />
          ) : (
            <Rows
              label={t('receipts.title')}
              rows={receipts}
              columns={columnsOf(nameOf, (receipt) => (undoing.value = receipt))}
              keyOf={({ receiptId }) => receiptId}
            />
          )
        }
      </Answer>
      {undoing.value && (
        <UndoReceipt
          receipt={undoing.value}
          again={() => {
            asked.again();
            again();
          }}
          onClose={() => (undoing.value = null)}
        />
      )}
    </Card>
  );
}

/** A receiver takes back what he took in himself. */
const mayUndo = ({ undo, actorId }: Receipt): boolean =>
  undo === 'possible' && (isManager.value || actorId === user.value?.id);

function columnsOf(nameOf: (userId: string | null) => string, onUndo: (receipt: Receipt) => void): Column<Receipt>[] {
  return [
    { title: t('stock.when'), cell: ({ at }) => when(at) },
    { title: t('stock.item'), kind: 'lead', cell: ({ itemId }) => <ItemName itemId={itemId} /> },
    { title: t('stock.lot'), cell: ({ lot, serial }) => <span class="unbroken">{lot || serial || '–'}</span> },
    { title: t('place.lpn'), cell: ({ lpnCode }) => <span class="code">{lpnCode}</span> },
    {
      title: t('stock.condition'),
      cell: ({ condition }) => (
        <Chip tone={condition === 'sellable' ? 'good' : 'stop'}>{said('condition', condition)}</Chip>
      ),
    },
    { title: t('stock.by'), cell: ({ actorId }) => nameOf(actorId) },
    { title: t('stock.quantity'), kind: 'number', cell: ({ quantity }) => <b>{number(quantity)}</b> },
    {
      title: '',
      kind: 'keys',
      cell: (receipt) =>
        receipt.undo !== 'possible' ? (
          <small class="soft">{said('undoable', receipt.undo)}</small>
        ) : (
          mayUndo(receipt) && (
            <span class="row-keys">
              <Key small icon="undo" data-do="undo-receipt" onPress={() => onUndo(receipt)}>
                {t('receipts.undo')}
              </Key>
            </span>
          )
        ),
    },
  ];
}

const reasons = ['wrong_item', 'wrong_quantity', 'wrong_lot', 'counted_twice'] as const;

interface UndoProps {
  receipt: Receipt;
  again: () => void;
  onClose: () => void;
}

function UndoReceipt({ receipt, again, onClose }: UndoProps) {
  const act = useAct();
  const reason = useSignal<(typeof reasons)[number]>('wrong_item');
  const { receiptId, itemId, quantity, lpnCode } = receipt;
  const send = async (): Promise<void> => {
    const undo = () => post(`/v1/receipts/${receiptId}/undo`, { reason: reason.value });
    if ((await act.run('undo', undo)) === undefined) return again();
    told({ text: t('receipts.done') });
    again();
    onClose();
  };
  return (
    <FormDialog
      title={t('receipts.undoTitle')}
      act={act}
      name="undo"
      send={t('receipts.undo')}
      kind="stop"
      leave={t('do.keep')}
      onSend={send}
      onClose={onClose}
    >
      <p>{t('receipts.undoHint', { n: number(quantity), item: itemOf(itemId)?.name ?? '…', lpn: lpnCode })}</p>
      <Field label={t('receipts.reason')} path="reason">
        <Select
          value={reason.value}
          choices={reasons.map((name) => [name, said('cause', name)])}
          onChoose={(name) => (reason.value = name)}
        />
      </Field>
      <p class="hint">{t('receipts.undoNot')}</p>
    </FormDialog>
  );
}
