import { href } from '../../../frame/route.ts';
import { site } from '../../../frame/site.ts';
import { withQuery } from '../../../link/ask.ts';
import { usePages } from '../../../link/pages.ts';
import { usePeople, useSellers } from '../../../link/people.ts';
import type { HoldShown } from '../../../link/wire.ts';
import { More } from '../../../parts/More.tsx';
import { itemOf } from '../../../link/items.ts';
import { OwnerName } from '../../../parts/ItemName.tsx';
import { Card, Chip, Figure, Page } from '../../../parts/Page.tsx';
import { PlaceLink } from '../../../parts/PlaceName.tsx';
import { type Column, Rows } from '../../../parts/Rows.tsx';
import { number, when } from '../../../parts/time.ts';
import { Answer, Empty } from '../../../parts/Wait.tsx';
import { said, t } from '../../../words/t.ts';
import { LiftHold } from './LiftHold.tsx';
import { OrderName } from './OrderName.tsx';
import { PickedUnits } from './PickedUnits.tsx';
import { subjectOf } from './subject.ts';

/** One hold: what it took, which orders it broke into, and what was on its way already. */
export function HoldPage({ holdId }: { holdId: string }) {
  const { siteId } = site.value!;
  const pageOf = (cursor?: string) => withQuery(`/v1/holds/${holdId}`, { siteId, limit: 100, cursor });
  const asked = usePages<HoldShown>(pageOf(), pageOf, { topics: ['inventory.', 'waves.'] });
  const sellers = useSellers();
  const hold = asked.value;
  return (
    <Page
      title={hold ? subjectOf(hold, sellers) : t('hold.one')}
      back={{ to: href('approvals', 'holds'), title: t('place.approvals') }}
      lead={hold && <Lead hold={hold} />}
      actions={hold?.state === 'open' && <LiftHold hold={hold} again={asked.again} />}
    >
      <Answer asked={asked} rows={4}>
        {(shown) => (
          <>
            <Card>
              <Figures hold={shown} />
            </Card>
            <Orders hold={shown} hit={[shown, ...asked.later].flatMap((page) => page.hit)} />
            <More asked={asked} />
            {shown.state === 'open' && shown.picked.length > 0 && <PickedUnits picked={shown.picked} />}
          </>
        )}
      </Answer>
    </Page>
  );
}

/** What it does, or what it did: of a hold that was lifted nothing is a warning any more. */
function Figures({ hold: { state, units, orders, short, place, picked } }: { hold: HoldShown }) {
  if (state === 'lifted') {
    return (
      <div class="figures">
        <Figure label={t('hold.unitsWere')} value={number(units)} note={t('hold.unitsWereNote')} />
        <Figure label={t('hold.orders')} value={number(orders)} note={t('hold.ordersWereNote')} />
        <Figure label={t('hold.shortWere')} value={number(short)} note={t('hold.shortWereNote')} />
      </div>
    );
  }
  return (
    <div class="figures">
      <Figure label={t('hold.units')} value={number(units)} note={t('hold.unitsNote')} />
      <Figure label={t('hold.orders')} value={number(orders)} note={t('hold.ordersNote')} />
      <Figure
        label={t('hold.short')}
        value={number(short)}
        note={t('hold.shortNote')}
        tone={short > 0 ? 'stop' : 'good'}
      />
      {place === null && (
        <Figure
          label={t('hold.picked')}
          value={number(picked.reduce((sum, { quantity }) => sum + quantity, 0))}
          note={t('hold.pickedNote')}
        />
      )}
    </div>
  );
}

function Orders({ hold: { state }, hit }: { hold: HoldShown; hit: HoldShown['hit'] }) {
  const title = t(state === 'open' ? 'hold.ordersTitle' : 'hold.ordersWereTitle');
  return (
    <Card title={title} flush>
      {hit.length === 0 ? (
        <Empty icon="check" title={t('hold.noOrders')} />
      ) : (
        <Rows
          label={title}
          rows={hit}
          columns={orderColumns(state)}
          keyOf={({ orderId }) => orderId}
          to={({ orderId }) => href('orders', orderId)}
        />
      )}
    </Card>
  );
}

function Lead({ hold }: { hold: HoldShown }) {
  const nameOf = usePeople();
  const { state, scope, reason, at, openedBy, liftedAt, liftedBy, liftReason } = hold;
  return (
    <>
      <Chip tone={state === 'open' ? 'stop' : 'plain'}>{t(`hold.${state}`)}</Chip>
      <span>{t(`hold.of.${scope}`)}</span>
      {hold.itemId !== null && <OwnerName sellerId={itemOf(hold.itemId)?.sellerId} />}
      {hold.place?.startsWith('bin/') && <PlaceLink place={hold.place} />}
      <span>{said('cause', reason)}</span>
      <span>{`${when(at)} · ${nameOf(openedBy)}`}</span>
      {liftedAt !== null && (
        <span>
          {t('hold.liftedBy', {
            when: when(liftedAt),
            name: nameOf(liftedBy),
            why: said('cause', liftReason ?? ''),
          })}
        </span>
      )}
    </>
  );
}

const orderColumns = (state: HoldShown['state']): Column<HoldShown['hit'][number]>[] => [
  { title: t('orders.order'), kind: 'lead', cell: ({ orderId }) => <OrderName orderId={orderId} /> },
  { title: t('hold.broken'), kind: 'number', cell: ({ broken }) => number(broken) },
  {
    title: t(state === 'open' ? 'hold.short' : 'hold.shortWere'),
    kind: 'number',
    cell: ({ short }) => (short > 0 && state === 'open' ? <Chip tone="stop">{number(short)}</Chip> : number(short)),
  },
];
