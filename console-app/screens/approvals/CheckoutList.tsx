import { useSignal } from '@preact/signals';
import type { Paged } from '../../link/pages.ts';
import { useSellers } from '../../link/people.ts';
import type { Checkout, Checkouts } from '../../link/wire.ts';
import { Key } from '../../parts/Key.tsx';
import { More } from '../../parts/More.tsx';
import { Card } from '../../parts/Page.tsx';
import { type Column, Rows } from '../../parts/Rows.tsx';
import { ago } from '../../parts/time.ts';
import { Answer, Empty } from '../../parts/Wait.tsx';
import { t } from '../../words/t.ts';
import { GiveUp, Kept } from './GiveUp.tsx';

/** Checkouts that were paid and whose order never came: their units are sold to nobody until somebody gives them up. */
export function CheckoutList({ asked }: { asked: Paged<Checkouts> }) {
  const sellers = useSellers();
  const chosen = useSignal<Checkout | null>(null);
  const columns: Column<Checkout>[] = [
    { title: t('checkouts.number'), kind: 'lead', cell: ({ externalId }) => externalId },
    {
      title: t('hold.of.seller'),
      cell: ({ sellerId }) => sellers.find((seller) => seller.sellerId === sellerId)?.name ?? '…',
    },
    { title: t('checkouts.channel'), cell: ({ channel, mall }) => [channel, mall].filter(Boolean).join(' · ') },
    { title: t('checkouts.keeps'), kind: 'wide', cell: ({ lines }) => <Kept lines={lines} /> },
    { title: t('checkouts.since'), cell: ({ confirmedAt }) => ago(confirmedAt) },
    {
      title: '',
      kind: 'keys',
      cell: (row) => (
        <Key small data-give-up={row.externalId} onPress={() => (chosen.value = row)}>
          {t('checkouts.release')}
        </Key>
      ),
    },
  ];
  return (
    <>
      <Card flush>
        <Answer asked={asked}>
          {(first) => {
            const rows = [first, ...asked.later].flatMap((page) => page.checkouts);
            return rows.length === 0 ? (
              <Empty icon="check" title={t('checkouts.none')} hint={t('checkouts.noneHint')} />
            ) : (
              <Rows label={t('place.approvals')} rows={rows} columns={columns} keyOf={({ promiseId }) => promiseId} />
            );
          }}
        </Answer>
      </Card>
      <More asked={asked} />
      {chosen.value && <GiveUp checkout={chosen.value} again={asked.again} onClose={() => (chosen.value = null)} />}
    </>
  );
}
