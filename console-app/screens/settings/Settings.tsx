import { href, place } from '../../frame/route.ts';
import { site } from '../../frame/site.ts';
import { Page } from '../../parts/Page.tsx';
import { t } from '../../words/t.ts';
import { Cartons } from './Cartons.tsx';
import { Limits } from './Limits.tsx';
import { AddSeller, SellerList } from './SellerList.tsx';

const tabs = ['limits', 'sellers', 'cartons'] as const;

/** What holds for the whole site, and with whom it works. */
export function Settings() {
  const open = tabs.find((tab) => tab === place.value.path[1]) ?? 'limits';
  return (
    <Page
      title={t('place.settings')}
      lead={<span>{t(`settings.lead.${open}`, { site: site.value!.name })}</span>}
      actions={open === 'sellers' && <AddSeller />}
    >
      <nav class="tab-row" aria-label={t('place.settings')}>
        {tabs.map((tab) => (
          <a key={tab} class="pill" href={href('settings', tab)} aria-current={tab === open ? 'page' : undefined}>
            {t(`settings.${tab}`)}
          </a>
        ))}
      </nav>
      {open === 'limits' && <Limits />}
      {open === 'sellers' && <SellerList />}
      {open === 'cartons' && <Cartons />}
    </Page>
  );
}
