import { href } from '../../../frame/route.ts';
import type { BinShown } from '../../../link/wire.ts';
import { ItemName } from '../../../parts/ItemName.tsx';
import { Chip } from '../../../parts/Page.tsx';
import { PlaceLink } from '../../../parts/PlaceName.tsx';
import type { Column } from '../../../parts/Rows.tsx';
import { number, when } from '../../../parts/time.ts';
import { said, t } from '../../../words/t.ts';
import { OrderName } from '../../approvals/holds/OrderName.tsx';

type NameOf = (userId: string | null) => string;

export const contentColumns = (): Column<BinShown['contents'][number]>[] => [
  { title: t('stock.item'), kind: 'lead', cell: ({ itemId }) => <ItemName itemId={itemId} /> },
  { title: t('stock.lot'), cell: ({ lot, serial }) => lot || serial || '–' },
  { title: t('bin.expiry'), cell: ({ expiry }) => <span class="unbroken">{expiry ?? '–'}</span> },
  {
    title: t('stock.condition'),
    cell: ({ condition }) => (
      <Chip tone={condition === 'sellable' ? 'good' : 'stop'}>{said('condition', condition)}</Chip>
    ),
  },
  { title: t('stock.allocated'), kind: 'number', cell: ({ allocated }) => number(allocated) },
  { title: t('stock.quantity'), kind: 'end', cell: ({ quantity }) => <b>{number(quantity)}</b> },
];

export const pickColumns = (nameOf: NameOf): Column<BinShown['picks'][number]>[] => [
  {
    title: t('orders.order'),
    kind: 'lead',
    cell: ({ orderId }) => (
      <a href={href('orders', orderId)}>
        <OrderName orderId={orderId} />
      </a>
    ),
  },
  { title: t('stock.item'), kind: 'wide', cell: ({ itemId }) => <ItemName itemId={itemId} /> },
  { title: t('stock.lot'), cell: ({ lot, serial }) => lot || serial || '–' },
  {
    title: t('bin.byWhom'),
    cell: ({ waveId, cartCode, pickerId }) =>
      waveId === null ? (
        t('bin.noWave')
      ) : (
        <a href={href('waves', waveId)}>
          {[cartCode ?? t('bin.noCart'), nameOf(pickerId)].filter(Boolean).join(' · ')}
        </a>
      ),
  },
  { title: t('stock.quantity'), kind: 'end', cell: ({ quantity }) => <b>{number(quantity)}</b> },
];

export const countColumns = (nameOf: NameOf): Column<BinShown['counts'][number]>[] => [
  { title: t('counts.asked'), cell: ({ at, actorId }) => `${when(at)} · ${nameOf(actorId)}` },
  {
    title: t('counts.item'),
    kind: 'lead',
    cell: ({ itemId }) => (itemId === null ? t('inbox.wholeBin') : <ItemName itemId={itemId} />),
  },
  { title: t('counts.cause'), cell: ({ cause }) => said('cause', cause) },
  {
    title: t('bin.counted'),
    kind: 'end',
    cell: ({ state, endedAt, endedBy }) =>
      state === 'open' || endedAt === null ? (
        <Chip tone="notice">{t('bin.countWaits')}</Chip>
      ) : (
        `${when(endedAt)} · ${nameOf(endedBy)}`
      ),
  },
];

/** Seen from the bin: what came has a plus, what left a minus. */
export const moveColumns = (nameOf: NameOf, place: string): Column<BinShown['moves'][number]>[] => [
  { title: t('stock.when'), cell: ({ at }) => when(at) },
  { title: t('stock.what'), cell: ({ kind }) => said('movement', kind) },
  { title: t('stock.item'), kind: 'lead', cell: ({ itemId }) => <ItemName itemId={itemId} /> },
  {
    title: t('stock.fromTo'),
    kind: 'wide',
    cell: ({ fromPlace, toPlace, toCondition, reason }) => (
      <>
        {fromPlace === toPlace ? (
          `→ ${said('condition', toCondition)}`
        ) : (
          <>
            {toPlace === place ? '← ' : '→ '}
            <PlaceLink place={toPlace === place ? fromPlace : toPlace} />
          </>
        )}
        {reason && <small>{said('cause', reason)}</small>}
      </>
    ),
  },
  { title: t('stock.lot'), cell: ({ lot }) => lot || '–' },
  { title: t('stock.by'), cell: ({ actorId }) => nameOf(actorId) },
  {
    title: t('stock.quantity'),
    kind: 'end',
    cell: ({ fromPlace, toPlace, quantity }) => (
      <b>{fromPlace === toPlace ? number(quantity) : `${toPlace === place ? '+' : '−'}${number(quantity)}`}</b>
    ),
  },
];
