import { Picture } from '../../../scanner-app/look/picture.tsx';
import { href } from '../../frame/route.ts';
import { useAsk } from '../../link/ask.ts';
import { itemOf } from '../../link/items.ts';
import { isManager } from '../../link/session.ts';
import { useSellers } from '../../link/people.ts';
import type { FlashSaleShown } from '../../link/wire.ts';
import { Card, Chip, Figure, Page } from '../../parts/Page.tsx';
import { number, when } from '../../parts/time.ts';
import { Answer } from '../../parts/Wait.tsx';
import { said, t } from '../../words/t.ts';
import { Clock } from './Clock.tsx';
import { CloseSale } from './CloseSale.tsx';
import { Curve } from './Curve.tsx';
import { phaseNow, phaseTones } from './phases.ts';
import { useSeconds } from './useSeconds.ts';

/** The server counts no further. */
const counted = 100_000;

export function SalePage({ saleId }: { saleId: string }) {
  const path = `/v1/flash-sales/${saleId}`;
  const known = useAsk<FlashSaleShown>(path, { topics: ['inventory.flashSale'], every_ms: 2_000 });
  const now = useSeconds(known.value?.at);
  const sale = known.value;
  const item = itemOf(sale?.itemId ?? null);
  const seller = useSellers().find(({ sellerId }) => sellerId === sale?.sellerId);
  const phase = sale && phaseNow(sale, now);
  return (
    <Page
      title={item?.name ?? t('place.flash')}
      back={{ to: href('flash'), title: t('place.flash') }}
      lead={
        sale && (
          <>
            <Chip tone={phaseTones[phase!]}>{said('phase', phase!)}</Chip>
            <span>{seller?.name}</span>
            <span>{periodOf(sale)}</span>
            <a href={href('stock', sale.itemId)}>{t('flash.ofItem')}</a>
          </>
        )
      }
      actions={isManager.value && sale && sale.phase !== 'ended' && <CloseSale sale={sale} again={known.again} />}
    >
      <Answer asked={known}>
        {(shown) => (
          <>
            <Card class={`sale ${phase}`}>
              <div class="sale-head">
                <span class="sale-picture">{item && <Picture code={item.code} name={item.name} />}</span>
                <Clock sale={shown} now={now} />
                <div class="figures grow">
                  <Figures sale={shown} />
                </div>
              </div>
              <Hint sale={shown} phase={phase!} />
            </Card>
            {phase !== 'planned' && (
              <Card title={t('flash.curve')}>
                {shown.points.length === 0 ? (
                  <p class="soft">{t('flash.noSales')}</p>
                ) : (
                  <Curve sale={shown} now={now} />
                )}
              </Card>
            )}
            {shown.refusals.length > 0 && <Refusals sale={shown} />}
          </>
        )}
      </Answer>
    </Page>
  );
}

export const periodOf = ({ startsAt, endsAt, closedAt }: FlashSaleShown): string =>
  `${when(startsAt)} – ${closedAt ? when(closedAt) : endsAt ? when(endsAt) : t('flash.untilClosed')}`;

function Figures({ sale }: { sale: FlashSaleShown }) {
  const { setAside, sold, left, phase } = sale;
  const refused = sale.refusals.reduce((sum, { count }) => sum + count, 0);
  const isEnded = phase === 'ended';
  return (
    <>
      {isEnded && setAside === null ? null : (
        <Figure
          label={t(isEnded ? 'flash.unsold' : 'flash.left')}
          value={<span data-figure="left">{number(left)}</span>}
          note={t(isEnded ? 'flash.unsoldNote' : setAside === null ? 'flash.leftNone' : 'flash.soldOf', {
            n: number(setAside ?? 0),
          })}
          tone={phase === 'sold_out' ? 'stop' : undefined}
        />
      )}
      {phase !== 'planned' && <Figure label={t('flash.sold')} value={<span data-figure="sold">{number(sold)}</span>} />}
      {(phase === 'running' || phase === 'sold_out') && (
        <Figure label={t('flash.minute')} value={number(sale.soldLastMinute)} note={t('flash.minuteNote')} />
      )}
      {isManager.value && (phase !== 'planned' || refused > 0) && (
        <Figure
          label={t('flash.refused')}
          value={refused >= counted ? t('flash.refusedMost', { n: number(refused) }) : number(refused)}
          note={t('flash.refusedNote')}
        />
      )}
      <Figure label={t('flash.cap')} value={number(sale.unitsPerCustomer)} />
    </>
  );
}

function Hint({ sale, phase }: { sale: FlashSaleShown; phase: FlashSaleShown['phase'] }) {
  if (phase === 'sold_out') return <p class="notice">{t('flash.soldOutHint')}</p>;
  if (phase !== 'planned') return null;
  return (
    <p class="soft">
      {sale.setAside === null ? t('flash.beforeNone') : t('flash.before', { n: number(sale.setAside) })}
    </p>
  );
}

/** Why requests were refused, as bars of one length a code. */
function Refusals({ sale }: { sale: FlashSaleShown }) {
  const most = Math.max(...sale.refusals.map(({ count }) => count));
  return (
    <Card title={t('flash.refused')} note={t('flash.refusedNote')}>
      <ul class="sale-refusals">
        {sale.refusals.map(({ code, count }) => (
          <li key={code}>
            <span>{said('refusedIn', code)}</span>
            <span class="track">
              <i style={{ width: `${(100 * count) / most}%` }} />
            </span>
            <b>{number(count)}</b>
          </li>
        ))}
      </ul>
    </Card>
  );
}
