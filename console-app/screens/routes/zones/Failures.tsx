import { href } from '../../../frame/route.ts';
import { site } from '../../../frame/site.ts';
import { Page } from '../../../parts/Page.tsx';
import { t } from '../../../words/t.ts';
import { FailurePolicy } from './FailurePolicy.tsx';

/** What follows a door that fails, on a page of its own: whoever sets it reads all reasons at once. */
export function Failures() {
  return (
    <Page
      title={t('failed.rules')}
      back={{ to: href('routes'), title: t('place.routes') }}
      lead={<span>{t('failure.hint')}</span>}
    >
      <FailurePolicy siteId={site.value!.siteId} />
    </Page>
  );
}
