import { useSignal } from '@preact/signals';
import { choose, go, href, place } from '../../frame/route.ts';
import { site } from '../../frame/site.ts';
import { withQuery } from '../../link/ask.ts';
import { usePages } from '../../link/pages.ts';
import { useSellers } from '../../link/people.ts';
import { isSeller, user } from '../../link/session.ts';
import type { ShipmentHead, Shipments, ShipmentState } from '../../link/wire.ts';
import { PartBar } from '../../parts/Bar.tsx';
import { Icon } from '../../parts/Icon.tsx';
import { Key } from '../../parts/Key.tsx';
import { More } from '../../parts/More.tsx';
import { Card, Chip, Page } from '../../parts/Page.tsx';
import { type Column, Rows } from '../../parts/Rows.tsx';
import { Search } from '../../parts/Search.tsx';
import { clock, day, noonOf, number } from '../../parts/time.ts';
import { States } from '../../parts/States.tsx';
import { Answer, Empty } from '../../parts/Wait.tsx';
import { told } from '../../parts/Undo.tsx';
import { t } from '../../words/t.ts';
import { type Draft, keepDraft, localDrafts } from './draft.ts';
import { shipmentTone } from './stages.ts';

const filters: ShipmentState[] = [
  'draft',
  'booked',
  'scheduled',
  'in_transit',
  'arrived',
  'receiving',
  'counted',
  'closed',
];

export function ShipmentList() {
  const state = place.value.query.get('state') ?? undefined;
  const asn = place.value.query.get('number') ?? undefined;
  const query = { siteId: site.value?.siteId, state, asn, limit: 50 };
  const asked = usePages<Shipments>(
    withQuery('/v1/inbound-shipments', query),
    (after) => withQuery('/v1/inbound-shipments', { ...query, after }),
    { topics: ['inbound.'] },
  );
  const sellers = useSellers();
  const begin = (): void => go(href('inbound', 'book', 'new'));
  return (
    <Page
      title={t('place.inbound')}
      actions={
        <Key kind="main" icon="plus" data-do="book" onPress={begin}>
          {t('booking.begin')}
        </Key>
      }
    >
      <Begun />
      <div class="filters">
        <Search label={t('inbound.search')} value={asn ?? ''} onSearch={(text) => choose('number', text)} />
        <States label={t('orders.state')} states={filters} chosen={state} nameOf={(name) => t(`shipment.${name}`)} />
      </div>
      <Card flush>
        <Answer asked={asked} rows={8}>
          {({ shipments }) => {
            const rows = [shipments, ...asked.later.map((page) => page.shipments)].flat();
            if (rows.length > 0) {
              return (
                <Rows
                  label={t('place.inbound')}
                  rows={rows}
                  columns={shipmentColumns((id) => sellers.find(({ sellerId }) => sellerId === id)?.name ?? '')}
                  keyOf={({ shipmentId }) => shipmentId}
                  to={(row) =>
                    row.state === 'draft'
                      ? href('inbound', 'book', row.shipmentId, 'what')
                      : href('inbound', row.shipmentId)
                  }
                />
              );
            }
            return (
              <Empty
                icon="receive"
                title={t('inbound.none')}
                hint={t(state || asn ? 'inbound.noneFound' : 'inbound.noneYet')}
              >
                {!state && !asn && (
                  <Key kind="main" icon="plus" onPress={begin}>
                    {t('booking.begin')}
                  </Key>
                )}
              </Empty>
            );
          }}
        </Answer>
      </Card>
      <More asked={asked} />
    </Page>
  );
}

/** Bookings begun in this browser and not yet saved on the server. */
function Begun() {
  const begun = useSignal(localDrafts(user.value?.sellerId));
  const list = (): void => {
    begun.value = localDrafts(user.value?.sellerId);
  };
  const drop = (key: string, draft: Draft): void => {
    keepDraft(key, null);
    list();
    const undo = async (): Promise<void> => {
      keepDraft(key, draft);
      list();
    };
    told({ text: t('booking.dropped'), undo });
  };
  if (begun.value.length === 0) return null;
  return (
    <div class="begun">
      {begun.value.slice(0, 3).map(({ key, draft }) => (
        <span key={key} class="begun-one">
          <a class="key" href={href('inbound', 'book', key, 'what')}>
            <Icon name="pen" size={18} />
            <span>{t('booking.goOn', { n: draft.lines.length })}</span>
          </a>
          <Key icon="cross" label={t('booking.drop')} data-do="drop-draft" onPress={() => drop(key, draft)} />
        </span>
      ))}
    </div>
  );
}

const shipmentColumns = (sellerName: (sellerId: string) => string): Column<ShipmentHead>[] => [
  {
    title: t('inbound.number'),
    kind: 'lead',
    cell: (row) => (
      <>
        {row.asn}
        {!isSeller.value && <small>{sellerName(row.sellerId)}</small>}
      </>
    ),
  },
  {
    title: t('inbound.expected'),
    cell: (row) => (row.slotAt ? `${day(row.slotAt)} ${clock(row.slotAt)}` : day(noonOf(row.expectedOn))),
  },
  { title: t('inbound.carrier'), cell: (row) => [row.carrier, row.tracking].filter(Boolean).join(' · ') },
  {
    title: t('inbound.received'),
    kind: 'wide',
    cell: (row) => (
      <span class="progress-cell">
        <PartBar
          parts={[{ tone: 'good', value: row.expected - row.missing, title: t('inbound.received') }]}
          whole={row.expected}
        />
        <span>
          {`${number(row.expected - row.missing)} / ${number(row.expected)}`}
          {row.surplus > 0 && ` + ${number(row.surplus)}`}
        </span>
      </span>
    ),
  },
  {
    title: t('orders.state'),
    kind: 'end',
    cell: (row) => <Chip tone={shipmentTone[row.state]}>{t(`shipment.${row.state}`)}</Chip>,
  },
];
