import { useSignal } from '@preact/signals';
import { site } from '../../frame/site.ts';
import { useAct } from '../../link/act.ts';
import { post } from '../../link/http.ts';
import { itemOf } from '../../link/items.ts';
import type { HeldUnits } from '../../link/wire.ts';
import { Field, Input, Select } from '../../parts/Field.tsx';
import { FormDialog } from '../../parts/FormDialog.tsx';
import { number } from '../../parts/time.ts';
import { told } from '../../parts/Undo.tsx';
import { said, t } from '../../words/t.ts';

export type Held = HeldUnits['places'][number];

const reasons = ['found', 'checked', 'recall_over', 'seller_asked'] as const;

/** Held units of a bin go back on sale, with a reason; for a moment it can be taken back. */
export function FreeHeld({ held, again, onClose }: { held: Held; again: () => void; onClose: () => void }) {
  const act = useAct();
  const quantity = useSignal(String(held.quantity));
  const reason = useSignal<(typeof reasons)[number]>('found');
  const units = Number(quantity.value);
  const isWhole = /^\d+$/.test(quantity.value) && units >= 1 && units <= held.quantity;
  const binCode = held.place.slice('bin/'.length);
  const { itemId, lot, serial } = held;
  const send = async (): Promise<void> => {
    const where = { siteId: site.value!.siteId, binCode, itemId, lot, ...(serial && { serial }), quantity: units };
    const free = () => post('/v1/stock/holds/free', { ...where, reason: reason.value });
    if ((await act.run('free', free)) === undefined) return;
    onClose();
    again();
    told({
      text: t('holds.freed', { n: number(units), bin: binCode }),
      undo: () => post('/v1/stock/holds', { ...where, reason: 'undo' }).then(again),
    });
  };
  return (
    <FormDialog
      title={t('holds.freeTitle', { bin: binCode })}
      act={act}
      name="free"
      send={t('holds.free')}
      leave={t('do.keep')}
      isWhole={isWhole}
      onSend={send}
      onClose={onClose}
    >
      <p>{itemOf(itemId)?.name ?? '…'}</p>
      <div class="two">
        <Field label={t('holds.units', { n: number(held.quantity) })} path="quantity">
          <Input
            name="units"
            inputMode="numeric"
            value={quantity.value}
            onText={(text) => (quantity.value = text.trim())}
          />
        </Field>
        <Field label={t('stock.reason')} path="reason">
          <Select
            value={reason.value}
            choices={reasons.map((name) => [name, said('cause', name)])}
            onChoose={(name) => (reason.value = name)}
          />
        </Field>
      </div>
    </FormDialog>
  );
}
