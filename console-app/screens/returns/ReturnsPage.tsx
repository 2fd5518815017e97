import { href, place } from '../../frame/route.ts';
import { site } from '../../frame/site.ts';
import { withQuery } from '../../link/ask.ts';
import { usePages } from '../../link/pages.ts';
import { useSellers } from '../../link/people.ts';
import { isSeller } from '../../link/session.ts';
import type { Returns, ReturnShown } from '../../link/wire.ts';
import { More } from '../../parts/More.tsx';
import { Card, Chip, Page } from '../../parts/Page.tsx';
import { type Column, Rows } from '../../parts/Rows.tsx';
import { number } from '../../parts/time.ts';
import { States } from '../../parts/States.tsx';
import { Answer, Empty } from '../../parts/Wait.tsx';
import { said, t } from '../../words/t.ts';
import { ReturnPage } from './ReturnPage.tsx';
import { isDecided, returnTone } from './tones.ts';

export function ReturnsPage() {
  const returnId = place.value.path[1];
  return returnId === undefined ? <ReturnList /> : <ReturnPage key={returnId} returnId={returnId} />;
}

const filters: ReturnShown['state'][] = ['requested', 'received', 'decided'];

function ReturnList() {
  const state = place.value.query.get('state') ?? undefined;
  const query = { siteId: site.value?.siteId, state, limit: 60 };
  const asked = usePages<Returns>(
    withQuery('/v1/returns', query),
    (after) => withQuery('/v1/returns', { ...query, after }),
    { topics: ['returns.'] },
  );
  const sellers = useSellers();
  const sellerOf = (sellerId: string): string => sellers.find((one) => one.sellerId === sellerId)?.name ?? '';
  return (
    <Page title={t('place.returns')}>
      <div class="filters">
        <States label={t('returns.state')} states={filters} chosen={state} nameOf={(name) => t(`return.${name}`)} />
      </div>
      <Card flush>
        <Answer asked={asked} rows={8}>
          {({ returns }) => {
            const rows = [returns, ...asked.later.map((page) => page.returns)].flat();
            return rows.length === 0 ? (
              <Empty icon="return" title={t('returns.none')} hint={t('returns.noneHint')}>
                {state && (
                  <a class="key" href={href('returns')}>
                    {t('do.clear')}
                  </a>
                )}
              </Empty>
            ) : (
              <Rows
                label={t('place.returns')}
                rows={rows}
                columns={columnsOf(sellerOf)}
                keyOf={({ returnId }) => returnId}
                to={({ returnId }) => href('returns', returnId)}
              />
            );
          }}
        </Answer>
      </Card>
      <More asked={asked} />
    </Page>
  );
}

const columnsOf = (sellerOf: (sellerId: string) => string): Column<ReturnShown>[] => [
  { title: t('returns.code'), kind: 'lead', cell: ({ code }) => <span class="code">{code}</span> },
  { title: t('returns.reason'), kind: 'wide', cell: ({ reason }) => said('returnReason', reason) },
  ...(isSeller.value ? [] : [{ title: t('returns.seller'), cell: ({ sellerId }: ReturnShown) => sellerOf(sellerId) }]),
  {
    title: t('returns.units'),
    cell: ({ units }) =>
      units.length === 0 ? (
        <span class="soft">{t('returns.noUnits')}</span>
      ) : (
        t('returns.unitsOf', { done: number(units.filter(isDecided).length), n: number(units.length) })
      ),
  },
  {
    title: t('returns.refund'),
    cell: ({ refund }) =>
      refund ? (
        <Chip tone={refund.state === 'settled' ? 'good' : 'notice'}>{t(`refund.${refund.state}`)}</Chip>
      ) : (
        <span class="soft">–</span>
      ),
  },
  {
    title: t('returns.state'),
    kind: 'end',
    cell: ({ state }) => <Chip tone={returnTone[state]}>{t(`return.${state}`)}</Chip>,
  },
];
