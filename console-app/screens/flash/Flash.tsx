import { useSignal } from '@preact/signals';
import { Picture } from '../../../scanner-app/look/picture.tsx';
import { href, place } from '../../frame/route.ts';
import { site } from '../../frame/site.ts';
import { withQuery } from '../../link/ask.ts';
import { itemOf } from '../../link/items.ts';
import { isManager } from '../../link/session.ts';
import { usePages } from '../../link/pages.ts';
import type { FlashSale, FlashSales } from '../../link/wire.ts';
import { Meter } from '../../parts/Bar.tsx';
import { Key } from '../../parts/Key.tsx';
import { More } from '../../parts/More.tsx';
import { Card, Chip, Figure, Page } from '../../parts/Page.tsx';
import { type Column, Rows } from '../../parts/Rows.tsx';
import { number, when } from '../../parts/time.ts';
import { Answer, Empty } from '../../parts/Wait.tsx';
import { said, t } from '../../words/t.ts';
import { Clock } from './Clock.tsx';
import { OpenSale } from './OpenSale.tsx';
import { phaseNow, phaseTones } from './phases.ts';
import { SalePage } from './SalePage.tsx';
import { useSeconds } from './useSeconds.ts';

export function Flash() {
  const saleId = place.value.path[1];
  return saleId === undefined ? <List /> : <SalePage key={saleId} saleId={saleId} />;
}

function List() {
  const query = { siteId: site.value!.siteId, limit: 30 };
  const isOpening = useSignal(false);
  const asked = usePages<FlashSales>(
    withQuery('/v1/flash-sales', query),
    (cursor) => withQuery('/v1/flash-sales', { ...query, cursor }),
    { topics: ['inventory.flashSale'], every_ms: 5_000 },
  );
  const now = useSeconds(asked.value?.at);
  const open = (): void => {
    isOpening.value = true;
  };
  // sellers look on: whoever keeps the stock decides what is set aside
  const key = isManager.value && (
    <Key icon="plus" kind="main" data-do="new" onPress={open}>
      {t('flash.open')}
    </Key>
  );
  const isEmpty = asked.value?.sales.length === 0;
  return (
    <Page title={t('place.flash')} actions={!isEmpty && key}>
      <Answer asked={asked}>
        {({ sales }) => {
          const all = [sales, ...asked.later.map((page) => page.sales)].flat();
          const past = all.filter((sale) => phaseNow(sale, now) === 'ended');
          const live = all.filter((sale) => !past.includes(sale));
          if (all.length === 0) {
            return (
              <Card>
                <Empty
                  icon="flash"
                  title={t('flash.none')}
                  hint={t(isManager.value ? 'flash.noneHint' : 'flash.noneSeller')}
                >
                  {key}
                </Empty>
              </Card>
            );
          }
          return (
            <>
              {live.length > 0 && (
                <div class="cards">
                  {live.map((sale) => (
                    <LiveSale key={sale.saleId} sale={sale} now={now} />
                  ))}
                </div>
              )}
              {past.length > 0 && (
                <Card title={t('flash.past')} flush>
                  <Rows
                    label={t('flash.past')}
                    rows={past}
                    columns={columns()}
                    keyOf={({ saleId }) => saleId}
                    to={({ saleId }) => href('flash', saleId)}
                  />
                </Card>
              )}
            </>
          );
        }}
      </Answer>
      <More asked={asked} />
      {isOpening.value && <OpenSale onClose={() => (isOpening.value = false)} again={asked.again} />}
    </Page>
  );
}

/** A sale that is on or coming: its clock, and how much of it is gone. */
function LiveSale({ sale, now }: { sale: FlashSale; now: number }) {
  const item = itemOf(sale.itemId);
  const phase = phaseNow(sale, now);
  const whole = sale.sold + sale.left;
  return (
    <a class={`card live-sale ${phase}`} href={href('flash', sale.saleId)}>
      <header>
        <span class="thumb-picture">{item && <Picture code={item.code} name={item.name} />}</span>
        <b class="grow">{item?.name ?? '…'}</b>
        <Chip tone={phaseTones[phase]}>{said('phase', phase)}</Chip>
      </header>
      <Clock sale={sale} now={now} />
      <Meter
        value={sale.sold}
        limit={whole}
        isProgress
        title={t('flash.sold')}
        text={`${t('flash.sold')} ${number(sale.sold)} · ${t('flash.soldOf', { n: number(whole) })}`}
      />
      <div class="figures">
        <Figure label={t('flash.left')} value={number(sale.left)} tone={phase === 'sold_out' ? 'stop' : undefined} />
        <Figure label={t('flash.cap')} value={number(sale.unitsPerCustomer)} />
        <Figure label={t('flash.until')} value={sale.endsAt ? when(sale.endsAt) : '–'} />
      </div>
    </a>
  );
}

const columns = (): Column<FlashSale>[] => [
  { title: t('flash.item'), kind: 'lead', cell: (sale) => itemOf(sale.itemId)?.name ?? '…' },
  { title: t('flash.from'), cell: (sale) => when(sale.startsAt) },
  { title: t('flash.until'), cell: (sale) => when(sale.closedAt ?? sale.endsAt ?? sale.startsAt) },
  { title: t('flash.cap'), kind: 'number', cell: (sale) => number(sale.unitsPerCustomer) },
  {
    title: t('flash.sold'),
    kind: 'end',
    cell: (sale) => (
      <>
        <b>{number(sale.sold)}</b>
        {sale.setAside !== null && <small> {t('flash.soldOf', { n: number(sale.setAside) })}</small>}
      </>
    ),
  },
];
