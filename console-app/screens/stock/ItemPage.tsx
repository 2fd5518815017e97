import { Picture } from '../../../scanner-app/look/picture.tsx';
import { href } from '../../frame/route.ts';
import { site } from '../../frame/site.ts';
import { useAsk, withQuery } from '../../link/ask.ts';
import { usePages } from '../../link/pages.ts';
import { usePeople } from '../../link/people.ts';
import { isManager, isSeller, mayKeepItems } from '../../link/session.ts';
import type { Item, Ledger, Places, Stock } from '../../link/wire.ts';
import { More } from '../../parts/More.tsx';
import { Card, Chip, Figure, Page } from '../../parts/Page.tsx';
import { type Column, Rows } from '../../parts/Rows.tsx';
import { OwnerName } from '../../parts/ItemName.tsx';
import { PlaceLink, placeName } from '../../parts/PlaceName.tsx';
import { number, when, weight } from '../../parts/time.ts';
import { Answer, Empty } from '../../parts/Wait.tsx';
import { said, t } from '../../words/t.ts';
import { PutOnHold } from '../approvals/holds/PutOnHold.tsx';
import { Adjust } from './Adjust.tsx';
import { ChangeTracking } from './ChangeTracking.tsx';
import { BarcodeCard } from './print/BarcodeCard.tsx';
import { forSale } from './forSale.ts';

export function ItemPage({ itemId }: { itemId: string }) {
  const siteId = site.value!.siteId;
  const item = useAsk<Item>(`/v1/items/${itemId}`, { topics: ['catalogue.'] });
  const stock = useAsk<Stock>(withQuery('/v1/stock', { itemId, siteId }), { topics: ['inventory.'] });
  const places = useAsk<Places>(withQuery('/v1/stock/places', { itemId, siteId }), { topics: ['inventory.'] });
  const sum = stock.value?.items[0];
  const sums = sum && forSale(sum);
  const again = (): void => {
    stock.again();
    places.again();
  };
  return (
    <Page
      title={item.value?.name ?? t('stock.item')}
      back={{ to: href('stock'), title: t('place.stock') }}
      lead={item.value && <ItemLead item={item.value} />}
      actions={
        item.value && (
          <>
            {mayKeepItems() && <ChangeTracking item={item.value} again={item.again} />}
            {isManager.value && (
              <>
                <PutOnHold itemId={itemId} hasLots={item.value.lotTracked} />
                <Adjust item={item.value} places={places.value?.places ?? []} again={again} />
              </>
            )}
          </>
        )
      }
    >
      <Answer asked={stock} rows={2}>
        {() => (
          <Card>
            <div class="figures">
              <Figure
                label={t('stock.available')}
                value={number(sums?.available ?? 0)}
                note={sums?.afterSale ? t('stock.afterSale', { n: sums.afterSale }) : undefined}
                tone={(sums?.available ?? 0) > 0 ? 'good' : 'stop'}
              />
              <Figure label={t('stock.onHand')} value={number(sum?.onHand ?? 0)} />
              <Figure label={t('stock.promised')} value={number(sums?.promised ?? 0)} note={t('stock.promisedNote')} />
              <Figure
                label={t('stock.allocated')}
                value={number(sum?.allocated ?? 0)}
                note={t('stock.allocatedNote')}
              />
              {sum?.flash && (
                <Figure label={t('stock.flash')} value={number(sums!.flash)} note={t('stock.flashNote')} />
              )}
              <Figure label={t('stock.held')} value={number(sum?.held ?? 0)} note={t('stock.heldNote')} />
            </div>
          </Card>
        )}
      </Answer>
      {item.value && <BarcodeCard item={item.value} />}
      <Card title={t('stock.places')} flush>
        <Answer asked={places} rows={3}>
          {(shown) =>
            shown.places.length === 0 ? (
              <Empty icon="stock" title={t('stock.nowhere')} />
            ) : (
              <Rows
                label={t('stock.places')}
                rows={shown.places}
                columns={placeColumns()}
                keyOf={(row) => [row.place, row.lot, row.serial, row.condition].join(' ')}
              />
            )
          }
        </Answer>
      </Card>
      {(isManager.value || isSeller.value) && <LedgerCard itemId={itemId} siteId={siteId} />}
    </Page>
  );
}

function ItemLead({ item }: { item: Item }) {
  return (
    <>
      <span class="thumb-picture">
        <Picture code={item.code} name={item.name} />
      </span>
      <span class="code">{item.code}</span>
      <OwnerName sellerId={item.sellerId} />
      <span>{said('temperature', item.temperature)}</span>
      <span>
        {t('stock.size', { size: item.size_mm.map((side) => side / 10).join(' × '), weight: weight(item.weight_g) })}
      </span>
      {item.lotTracked && <Chip>{t('item.hasLots')}</Chip>}
      {item.expiryTracked && <Chip>{t('item.hasExpiry')}</Chip>}
      {item.serialTracked && <Chip>{t('item.hasSerials')}</Chip>}
    </>
  );
}

type Leg = Ledger['legs'][number];

function LedgerCard({ itemId, siteId }: { itemId: string; siteId: string }) {
  const pathOf = (cursor?: string) => withQuery('/v1/stock/ledger', { itemId, siteId, limit: 100, cursor });
  const asked = usePages<Ledger>(pathOf(), pathOf, { topics: ['inventory.'] });
  const nameOf = usePeople();
  return (
    <Card title={t('stock.ledger')} note={t('stock.ledgerNote')} flush>
      <Answer asked={asked}>
        {(first) => {
          const legs = [first, ...asked.later].flatMap((page) => page.legs);
          return legs.length === 0 ? (
            <Empty icon="move" title={t('stock.noMoves')} />
          ) : (
            <Rows
              label={t('stock.ledger')}
              rows={legs}
              columns={ledgerColumns(nameOf)}
              keyOf={(leg) => `${leg.movementId} ${leg.leg}`}
            />
          );
        }}
      </Answer>
      <More asked={asked} />
    </Card>
  );
}

const placeColumns = (): Column<Places['places'][number]>[] => [
  { title: t('stock.place'), kind: 'lead', cell: (row) => <PlaceLink place={row.place} /> },
  { title: t('stock.lot'), cell: (row) => row.lot || row.serial },
  {
    title: t('stock.condition'),
    cell: (row) => (
      <Chip tone={row.condition === 'sellable' ? 'good' : 'stop'}>{said('condition', row.condition)}</Chip>
    ),
  },
  { title: t('stock.allocated'), kind: 'number', cell: (row) => number(row.allocated) },
  { title: t('stock.quantity'), kind: 'end', cell: (row) => <b>{number(row.quantity)}</b> },
];

const ledgerColumns = (nameOf: (userId: string | null) => string): Column<Leg>[] => [
  { title: t('stock.when'), cell: (leg) => when(leg.at) },
  { title: t('stock.what'), kind: 'lead', cell: (leg) => said('movement', leg.kind) },
  {
    title: t('stock.fromTo'),
    kind: 'wide',
    cell: (leg) => (
      <>
        {leg.fromPlace === leg.toPlace
          ? `${placeName(leg.toPlace)} → ${said('condition', leg.toCondition)}`
          : `${placeName(leg.fromPlace)} → ${placeName(leg.toPlace)}`}
        {leg.reason && <small>{said('cause', leg.reason)}</small>}
      </>
    ),
  },
  { title: t('stock.lot'), cell: (leg) => leg.lot },
  ...(isSeller.value ? [] : [{ title: t('stock.by'), cell: (leg: Leg) => nameOf(leg.actorId) }]),
  { title: t('stock.quantity'), kind: 'end', cell: (leg) => <b>{number(leg.quantity)}</b> },
];
