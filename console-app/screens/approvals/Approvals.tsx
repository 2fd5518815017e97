import { site } from '../../frame/site.ts';
import { useAsk, withQuery } from '../../link/ask.ts';
import type { Waiting } from '../../link/wire.ts';
import { Card, Page } from '../../parts/Page.tsx';
import { Answer, Empty } from '../../parts/Wait.tsx';
import { t } from '../../words/t.ts';
import { AdjustmentRow } from './AdjustmentRow.tsx';

export function Approvals() {
  const asked = useAsk<Waiting>(withQuery('/v1/stock/adjustments', { siteId: site.value!.siteId }), {
    topics: ['inventory.'],
  });
  return (
    <Page title={t('place.approvals')} lead={<span>{t('approvals.lead')}</span>}>
      <Card>
        <Answer asked={asked}>
          {({ adjustments }) =>
            adjustments.length === 0 ? (
              <Empty icon="approve" title={t('approvals.none')} hint={t('approvals.noneHint')} />
            ) : (
              <ul class="inbox">
                {adjustments.map((row) => (
                  <li key={row.adjustmentId}>
                    <AdjustmentRow adjustment={row} again={asked.again} />
                  </li>
                ))}
              </ul>
            )
          }
        </Answer>
      </Card>
    </Page>
  );
}
