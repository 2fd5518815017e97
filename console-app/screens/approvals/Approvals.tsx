import { href, place } from '../../frame/route.ts';
import { site } from '../../frame/site.ts';
import { useAsk, withQuery } from '../../link/ask.ts';
import { usePages } from '../../link/pages.ts';
import type { Adjustments, Checkouts, Counts, HeldUnits, Holds } from '../../link/wire.ts';
import { Page } from '../../parts/Page.tsx';
import { number } from '../../parts/time.ts';
import { t } from '../../words/t.ts';
import { AdjustmentList } from './AdjustmentList.tsx';
import { CheckoutList } from './CheckoutList.tsx';
import { AskCount, CountList } from './CountList.tsx';
import { HoldList } from './HoldList.tsx';
import { HoldPage } from './holds/HoldPage.tsx';
import { PutOnHold } from './holds/PutOnHold.tsx';
import { StandingHolds } from './holds/StandingHolds.tsx';

const tabs = ['adjustments', 'counts', 'holds', 'checkouts'] as const;
type Tab = (typeof tabs)[number];

/** Where the books and the shelves may disagree: corrections for a second person, bins to be counted, units held or kept for orders that never came. */
export function Approvals() {
  const [, tab, id] = place.value.path;
  return tab === 'holds' && id !== undefined ? <HoldPage holdId={id} /> : <Checks />;
}

function Checks() {
  const query = { siteId: site.value!.siteId };
  const adjustments = useAsk<Adjustments>(withQuery('/v1/stock/adjustments', query), { topics: ['inventory.'] });
  const counts = useAsk<Counts>(withQuery('/v1/counts', query), { topics: ['waves.'] });
  const holds = useAsk<HeldUnits>(withQuery('/v1/stock/holds', { ...query, limit: 500 }), { topics: ['inventory.'] });
  const standing = useAsk<Holds>(withQuery('/v1/holds', query), { topics: ['inventory.'] });
  const pageOf = (cursor?: string) => withQuery('/v1/checkouts', { ...query, limit: 100, cursor });
  const checkouts = usePages<Checkouts>(pageOf(), pageOf, { topics: ['inventory.'] });
  const open = tabs.find((tab) => tab === place.value.path[1]) ?? 'adjustments';
  const sums: Record<Tab, number | undefined> = {
    adjustments: adjustments.value?.adjustments.length,
    counts: counts.value?.counts.length,
    holds: holds.value?.places.length,
    checkouts: checkouts.value?.total,
  };
  const leads = {
    adjustments: 'approvals.lead',
    counts: 'counts.lead',
    holds: 'holds.lead',
    checkouts: 'checkouts.lead',
  } as const;
  return (
    <Page
      title={t('place.approvals')}
      lead={<span>{t(leads[open], { n: number(adjustments.value?.limit ?? 0) })}</span>}
      actions={open === 'counts' ? <AskCount again={counts.again} /> : open === 'holds' && <PutOnHold />}
    >
      <nav class="tab-row" aria-label={t('place.approvals')}>
        {tabs.map((tab) => (
          <a key={tab} class="pill" href={href('approvals', tab)} aria-current={tab === open ? 'page' : undefined}>
            {t(`checks.${tab}`, { n: sums[tab] === undefined ? '…' : number(sums[tab]) })}
          </a>
        ))}
      </nav>
      {open === 'adjustments' && <AdjustmentList asked={adjustments} />}
      {open === 'counts' && <CountList asked={counts} />}
      {open === 'checkouts' && <CheckoutList asked={checkouts} />}
      {open === 'holds' && <StandingHolds asked={standing} />}
      {open === 'holds' && <HoldList asked={holds} onCount={counts.again} />}
    </Page>
  );
}
