import { useSignal } from '@preact/signals';
import { go, href, place } from '../../frame/route.ts';
import { useAct } from '../../link/act.ts';
import { useAsk } from '../../link/ask.ts';
import { patch, post } from '../../link/http.ts';
import type { Sellers } from '../../link/wire.ts';
import { Check } from '../../parts/Check.tsx';
import { Field, Input, Segments } from '../../parts/Field.tsx';
import { FormDialog } from '../../parts/FormDialog.tsx';
import { Key } from '../../parts/Key.tsx';
import { Card, Chip } from '../../parts/Page.tsx';
import { type Column, Rows } from '../../parts/Rows.tsx';
import { told } from '../../parts/Undo.tsx';
import { Answer, Empty } from '../../parts/Wait.tsx';
import { t } from '../../words/t.ts';

type Seller = Sellers['sellers'][number];

/** Who sells from here, and what was agreed; the address opens one of them. */
export function SellerList() {
  const asked = useAsk<Sellers>('/v1/sellers');
  const openId = place.value.path[2];
  const open = asked.value?.sellers.find(({ sellerId }) => sellerId === openId);
  const close = (): void => go(href('settings', 'sellers'));
  return (
    <Card flush>
      <Answer asked={asked} rows={6}>
        {({ sellers }) =>
          sellers.length === 0 ? (
            <Empty icon="home" title={t('sellers.none')} hint={t('sellers.noneHint')} />
          ) : (
            <Rows
              label={t('settings.sellers')}
              rows={sellers}
              columns={columns()}
              keyOf={({ sellerId }) => sellerId}
              to={({ sellerId }) => href('settings', 'sellers', sellerId)}
            />
          )
        }
      </Answer>
      {open && <ChangeSeller key={open.sellerId} seller={open} again={asked.again} onClose={close} />}
    </Card>
  );
}

const columns = (): Column<Seller>[] => [
  { title: t('sellers.name'), kind: 'lead', cell: ({ name }) => name },
  { title: t('sellers.code'), cell: ({ code }) => <span class="code">{code}</span> },
  {
    title: t('sellers.over'),
    kind: 'number',
    cell: ({ terms }) => (terms.overTolerance_pct === undefined ? t('sellers.usual') : `${terms.overTolerance_pct}%`),
  },
  { title: t('sellers.ownBins'), cell: ({ terms }) => (terms.ownBins ? t('sellers.alone') : t('sellers.shared')) },
  {
    title: t('sellers.state'),
    kind: 'end',
    cell: ({ state }) => <Chip tone={state === 'active' ? 'good' : 'stop'}>{t(`sellers.${state}`)}</Chip>,
  },
];

interface ChangeProps {
  seller: Seller;
  again: () => void;
  onClose: () => void;
}

function ChangeSeller({ seller, again, onClose }: ChangeProps) {
  const act = useAct();
  const name = useSignal(seller.name);
  const over = useSignal(String(seller.terms.overTolerance_pct ?? ''));
  const ownBins = useSignal(seller.terms.ownBins ?? false);
  const state = useSignal(seller.state);
  const isWhole = name.value.trim() !== '' && /^\d{0,2}$/.test(over.value) && Number(over.value) <= 50;
  const send = async (): Promise<void> => {
    const terms = { ...(over.value !== '' && { overTolerance_pct: Number(over.value) }), ownBins: ownBins.value };
    const json = { name: name.value.trim(), state: state.value, terms };
    if ((await act.run('seller', () => patch(`/v1/sellers/${seller.sellerId}`, json))) === undefined) return;
    told({ text: t('sellers.changed', { name: json.name }) });
    again();
    onClose();
  };
  return (
    <FormDialog
      title={seller.name}
      act={act}
      name="seller"
      send={t('do.save')}
      isWhole={isWhole}
      onSend={send}
      onClose={onClose}
    >
      <Field label={t('sellers.name')} path="name">
        <Input name="seller-name" value={name.value} onText={(text) => (name.value = text)} />
      </Field>
      <Field label={t('sellers.overLabel')} hint={t('sellers.overHint')} path="terms.overTolerance_pct">
        <Input name="over" inputMode="numeric" value={over.value} onText={(text) => (over.value = text.trim())} />
      </Field>
      <Check
        name="own-bins"
        label={t('sellers.ownBinsLabel')}
        hint={t('sellers.ownBinsHint')}
        checked={ownBins.value}
        onCheck={(checked) => (ownBins.value = checked)}
      />
      <div class="field">
        <span>{t('sellers.state')}</span>
        <Segments<Seller['state']>
          label={t('sellers.state')}
          value={state.value}
          choices={[
            ['active', t('sellers.active')],
            ['suspended', t('sellers.suspended')],
          ]}
          onChoose={(chosen) => (state.value = chosen)}
        />
        <span class="hint">{t('sellers.stateHint')}</span>
      </div>
    </FormDialog>
  );
}

export function AddSeller() {
  const isOpen = useSignal(false);
  const code = useSignal('');
  const name = useSignal('');
  const act = useAct();
  const isWhole = /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/.test(code.value.trim()) && name.value.trim() !== '';
  const send = async (): Promise<void> => {
    const json = { code: code.value.trim(), name: name.value.trim() };
    const opened = await act.run('open', () => post<{ sellerId: string }>('/v1/sellers', json));
    if (opened === undefined) return;
    isOpen.value = false;
    [code.value, name.value] = ['', ''];
    go(href('settings', 'sellers', opened.sellerId));
  };
  return (
    <>
      <Key kind="main" icon="plus" data-do="add-seller" onPress={() => (isOpen.value = true)}>
        {t('sellers.add')}
      </Key>
      {isOpen.value && (
        <FormDialog
          title={t('sellers.add')}
          act={act}
          name="open"
          send={t('sellers.add')}
          isWhole={isWhole}
          onSend={send}
          onClose={() => (isOpen.value = false)}
        >
          <Field label={t('sellers.code')} hint={t('sellers.codeHint')} path="code">
            <Input
              name="seller-code"
              autocapitalize="characters"
              value={code.value}
              onText={(text) => (code.value = text)}
            />
          </Field>
          <Field label={t('sellers.name')} path="name">
            <Input name="seller-name" value={name.value} onText={(text) => (name.value = text)} />
          </Field>
        </FormDialog>
      )}
    </>
  );
}
