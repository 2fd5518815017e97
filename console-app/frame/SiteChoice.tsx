import { Select } from '../parts/Field.tsx';
import { t } from '../words/t.ts';
import { chosenSiteId, site, sites } from './site.ts';

export function SiteChoice() {
  const all = sites.value ?? [];
  if (all.length === 0) return null;
  const isShared = (name: string): boolean => all.filter((one) => one.name === name).length > 1;
  if (all.length === 1) return <div class="site-name">{site.value?.name}</div>;
  return (
    <div class="site-name">
      <Select
        label={t('frame.site')}
        value={site.value?.siteId ?? ''}
        choices={all.map(({ siteId, code, name }) => [siteId, isShared(name) ? `${name} · ${code}` : name])}
        onChoose={(siteId) => (chosenSiteId.value = siteId)}
      />
    </div>
  );
}
