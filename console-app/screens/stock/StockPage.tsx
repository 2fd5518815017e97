import { useSignal } from '@preact/signals';
import { choose, go, href, place } from '../../frame/route.ts';
import { site } from '../../frame/site.ts';
import { useAsk, withQuery } from '../../link/ask.ts';
import { usePages } from '../../link/pages.ts';
import { isSeller, mayKeepItems } from '../../link/session.ts';
import type { Item, Items, Stock } from '../../link/wire.ts';
import { Picture } from '../../../scanner-app/look/picture.tsx';
import { Key } from '../../parts/Key.tsx';
import { More } from '../../parts/More.tsx';
import { OwnerName } from '../../parts/ItemName.tsx';
import { Card, Chip, Page } from '../../parts/Page.tsx';
import { type Column, Rows } from '../../parts/Rows.tsx';
import { Search } from '../../parts/Search.tsx';
import { number } from '../../parts/time.ts';
import { Answer, Empty } from '../../parts/Wait.tsx';
import { said, t } from '../../words/t.ts';
import { AddItem } from './AddItem.tsx';
import { forSale } from './forSale.ts';
import { BinPage } from './bins/BinPage.tsx';
import { ItemPage } from './ItemPage.tsx';
import { PrintLabels } from './print/PrintLabels.tsx';

export function StockPage() {
  const [, itemId, binCode] = place.value.path;
  if (itemId === 'bins' && binCode !== undefined && !isSeller.value) return <BinPage key={binCode} binCode={binCode} />;
  return itemId === undefined ? <ItemList /> : <ItemPage key={itemId} itemId={itemId} />;
}

type Row = Item & { stock: Stock['items'][number] | undefined };

function ItemList() {
  const search = place.value.query.get('search') ?? undefined;
  const query = { search, limit: 60 };
  const asked = usePages<Items>(withQuery('/v1/items', query), (after) => withQuery('/v1/items', { ...query, after }), {
    topics: ['catalogue.'],
  });
  const siteId = site.value?.siteId;
  const isAdding = useSignal(false);
  const isPrinting = useSignal(false);
  const listed = [asked.value?.items ?? [], ...asked.later.map((page) => page.items)].flat();
  const stock = useAsk<Stock>(withQuery('/v1/stock', { siteId, limit: 1000 }), { topics: ['inventory.'] });
  const byItem = new Map(stock.value?.items.map((row) => [row.itemId, row]));
  const scanned = (event: KeyboardEvent, items: Item[]): void => {
    if (event.key === 'Enter' && items.length === 1) go(href('stock', items[0]!.itemId));
  };
  return (
    <Page
      title={t('place.stock')}
      actions={
        <>
          <Key icon="download" data-do="print-labels" onPress={() => (isPrinting.value = true)}>
            {t('print.title')}
          </Key>
          {mayKeepItems() && (
            <Key kind="main" icon="plus" data-do="add-item" onPress={() => (isAdding.value = true)}>
              {t('item.add')}
            </Key>
          )}
        </>
      }
    >
      <div class="filters" onKeyDown={(event) => scanned(event, asked.value?.items ?? [])}>
        <Search label={t('stock.search')} value={search ?? ''} onSearch={(text) => choose('search', text)} />
      </div>
      <Card flush>
        <Answer asked={asked} rows={10}>
          {() => {
            const rows = listed.map((item): Row => ({ ...item, stock: byItem.get(item.itemId) }));
            return rows.length === 0 ? (
              <Empty icon="stock" title={t('stock.none')} hint={t(search ? 'stock.noItem' : 'stock.noneYet')} />
            ) : (
              <Rows
                label={t('place.stock')}
                rows={rows}
                columns={stockColumns()}
                keyOf={(row) => row.itemId}
                to={(row) => href('stock', row.itemId)}
              />
            );
          }}
        </Answer>
      </Card>
      <More asked={asked} />
      {isPrinting.value && <PrintLabels items={listed} onClose={() => (isPrinting.value = false)} />}
      {isAdding.value && <AddItem onClose={() => (isAdding.value = false)} />}
    </Page>
  );
}

const units = (of: (stock: Stock['items'][number]) => number) => (row: Row) =>
  row.stock ? number(of(row.stock)) : '–';

const ofSale = ({ stock }: Row) => (stock?.flash ? number(forSale(stock).flash) : '–');

const stockColumns = (): Column<Row>[] => [
  {
    title: t('stock.item'),
    kind: 'lead',
    cell: (row) => (
      <span class="item-cell">
        <span class="thumb-picture">
          <Picture code={row.code} name={row.name} />
        </span>
        <span>
          {row.name}
          <small class="code">{row.code}</small>
          <OwnerName sellerId={row.sellerId} />
        </span>
      </span>
    ),
  },
  {
    title: t('stock.temperature'),
    cell: (row) => (
      <Chip tone={row.temperature === 'ambient' ? 'plain' : 'night'}>{said('temperature', row.temperature)}</Chip>
    ),
  },
  { title: t('stock.onHand'), kind: 'number', cell: units((stock) => stock.onHand) },
  { title: t('stock.promised'), kind: 'number', cell: units((stock) => forSale(stock).promised) },
  { title: t('stock.allocated'), kind: 'number', cell: units((stock) => stock.allocated) },
  { title: t('stock.held'), kind: 'number', cell: units((stock) => stock.held) },
  { title: t('stock.flash'), kind: 'number', cell: (row) => <span data-flash={row.code}>{ofSale(row)}</span> },
  {
    title: t('stock.available'),
    kind: 'end',
    cell: (row) => {
      const { available = 0, afterSale = 0 } = row.stock ? forSale(row.stock) : {};
      return (
        <span data-available={row.code}>
          <b class={row.stock && available <= 0 ? 'problem' : ''}>{row.stock ? number(available) : '–'}</b>
          {afterSale > 0 && <small> {t('stock.afterSale', { n: afterSale })}</small>}
        </span>
      );
    },
  },
];
