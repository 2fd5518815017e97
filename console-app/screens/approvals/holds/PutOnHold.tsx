import { useSignal } from '@preact/signals';
import { go, href } from '../../../frame/route.ts';
import { site } from '../../../frame/site.ts';
import { useAct } from '../../../link/act.ts';
import { useAsk, withQuery } from '../../../link/ask.ts';
import { post, Refused } from '../../../link/http.ts';
import { useSellers } from '../../../link/people.ts';
import type { HoldShown, Places } from '../../../link/wire.ts';
import { Field, Input, Segments, Select } from '../../../parts/Field.tsx';
import { FormDialog } from '../../../parts/FormDialog.tsx';
import { ItemChoice } from '../../../parts/ItemChoice.tsx';
import { Key } from '../../../parts/Key.tsx';
import { said, t } from '../../../words/t.ts';
import { BreaksSaid, useForeseen } from '../Breaks.tsx';

const scopes = ['lot', 'item', 'lpn', 'bin', 'seller'] as const;
type Scope = (typeof scopes)[number];
const reasons = ['recall', 'quality', 'seller_asked', 'authority'] as const;
type Reason = (typeof reasons)[number];

interface Asked {
  scope: Scope;
  itemId: string;
  lot: string;
  /** The lot is meant although nobody has seen it. */
  isMeant: boolean;
  code: string;
  sellerId: string;
  reason: Reason;
}

/** What is to be held, as the door takes it; undefined while something is missing. */
function bodyOf({ scope, itemId, lot, isMeant, code, sellerId }: Asked): object | undefined {
  if (scope === 'seller') return sellerId === '' ? undefined : { scope, sellerId };
  const place = code.trim();
  if (scope === 'bin') return place === '' ? undefined : { scope, binCode: place };
  if (scope === 'lpn') return place === '' ? undefined : { scope, lpnCode: place };
  if (itemId === '') return undefined;
  if (scope === 'item') return { scope, itemId };
  return lot.trim() === '' ? undefined : { scope, itemId, lot: lot.trim(), ...(isMeant && { evenIfUnknown: true }) };
}

/** The server has seen nothing of this very lot. */
const isUnseen = (trouble: Error | null, { scope, lot }: Asked): boolean =>
  scope === 'lot' && trouble instanceof Refused && trouble.code === 'lot_unknown' && trouble.told.got === lot.trim();

/** Takes a lot, an item, an LPN, a bin or a seller out of sale; what it did to orders is shown at once. */
export function PutOnHold({ itemId = '', hasLots = true }: { itemId?: string; hasLots?: boolean }) {
  const isOpen = useSignal(false);
  const act = useAct();
  const begun: Asked = {
    scope: itemId !== '' && !hasLots ? 'item' : 'lot',
    itemId,
    lot: '',
    isMeant: false,
    code: '',
    sellerId: '',
    reason: 'recall',
  };
  const asked = useSignal<Asked>(begun);
  const set = (change: Partial<Asked>): void => {
    asked.value = { ...asked.value, ...change };
  };
  const body = bodyOf(asked.value);
  const foreseen = useForeseen('/v1/holds/preview');
  const json = { siteId: site.value!.siteId, reason: asked.value.reason, ...body };
  const breaks = foreseen.of(json);
  const send = async (): Promise<void> => {
    const put = async () => ((await foreseen.may(json)) ? post<HoldShown>('/v1/holds', json) : undefined);
    const hold = await act.run('hold', put);
    if (hold === undefined) return;
    isOpen.value = false;
    go(href('approvals', 'holds', hold.holdId));
  };
  const open = (): void => {
    asked.value = begun;
    isOpen.value = true;
  };
  const offered = itemId === '' ? scopes : scopes.filter((scope) => scope === 'item' || (scope === 'lot' && hasLots));
  return (
    <>
      <Key {...(itemId === '' && { kind: 'main' })} icon="pause" data-do="hold" onPress={open}>
        {t('hold.put')}
      </Key>
      {isOpen.value && (
        <FormDialog
          title={t('hold.put')}
          act={act}
          name="hold"
          send={t(breaks ? 'breaks.goOn' : 'hold.do')}
          kind="stop"
          isWhole={body !== undefined}
          onSend={send}
          onClose={() => (isOpen.value = false)}
        >
          {offered.length > 1 && (
            <Segments<Scope>
              label={t('hold.what')}
              value={asked.value.scope}
              choices={offered.map((scope) => [scope, t(`hold.of.${scope}`)])}
              onChoose={(scope) => set({ scope })}
            />
          )}
          <What asked={asked.value} set={set} isItemGiven={itemId !== ''} />
          {isUnseen(act.trouble.value, asked.value) && (
            <label class="check">
              <input
                type="checkbox"
                name="isMeant"
                checked={asked.value.isMeant}
                onChange={(event) => set({ isMeant: event.currentTarget.checked })}
              />
              {t('hold.meant')}
            </label>
          )}
          <Field label={t('stock.reason')} path="reason">
            <Select<Reason>
              value={asked.value.reason}
              choices={reasons.map((name) => [name, said('cause', name)])}
              onChoose={(reason) => set({ reason })}
            />
          </Field>
          <p class="hint">{t(`hold.hint.${asked.value.scope}`)}</p>
          <BreaksSaid breaks={breaks} />
        </FormDialog>
      )}
    </>
  );
}

interface WhatProps {
  asked: Asked;
  set: (change: Partial<Asked>) => void;
  isItemGiven: boolean;
}

function What({ asked, set, isItemGiven }: WhatProps) {
  const { scope, itemId, lot, code, sellerId } = asked;
  const sellers = useSellers();
  const { siteId } = site.value!;
  const places = useAsk<Places>(
    scope === 'lot' && itemId !== '' ? withQuery('/v1/stock/places', { siteId, itemId }) : null,
  );
  const lots = [...new Set((places.value?.places ?? []).map((row) => row.lot).filter(Boolean))];
  if (scope === 'seller') {
    return (
      <Field label={t('hold.of.seller')}>
        <Select
          value={sellerId}
          none={t('hold.choose')}
          choices={sellers.map((seller) => [seller.sellerId, seller.name])}
          onChoose={(chosen) => set({ sellerId: chosen })}
        />
      </Field>
    );
  }
  if (scope === 'bin' || scope === 'lpn') {
    return (
      <Field label={t(`hold.of.${scope}`)}>
        <Input
          name="code"
          autocapitalize="characters"
          placeholder={scope === 'bin' ? 'A-01-1' : 'LPN0000001'}
          value={code}
          onText={(text) => set({ code: text })}
        />
      </Field>
    );
  }
  return (
    <>
      {!isItemGiven && (
        <ItemChoice
          label={t('hold.of.item')}
          itemId={itemId}
          onChoose={(id) => set({ itemId: id, lot: '', isMeant: false })}
        />
      )}
      {scope === 'lot' && (
        <Field label={t('hold.of.lot')}>
          <Input name="lot" list="lots-of-item" value={lot} onText={(text) => set({ lot: text, isMeant: false })} />
          <datalist id="lots-of-item">
            {lots.map((one) => (
              <option key={one} value={one} />
            ))}
          </datalist>
        </Field>
      )}
    </>
  );
}
