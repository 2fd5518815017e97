import { useSignal } from '@preact/signals';
import { site } from '../../../frame/site.ts';
import { useAct } from '../../../link/act.ts';
import { itemOf } from '../../../link/items.ts';
import { post } from '../../../link/http.ts';
import { useLayout } from '../../../link/layout.ts';
import type { Skill } from '../../../link/wire.ts';
import { Key } from '../../../parts/Key.tsx';
import { Card } from '../../../parts/Page.tsx';
import { weight } from '../../../parts/time.ts';
import { Trouble } from '../../../parts/Trouble.tsx';
import { Empty } from '../../../parts/Wait.tsx';
import { t } from '../../../words/t.ts';
import { NameSkill } from './NameSkill.tsx';

/** What vehicles of this site can beside cooling, and what is only brought by one that can. */
export function Skills({ skills }: { skills: Skill[] }) {
  const { siteId } = site.value!;
  const zones = useLayout().value?.zones ?? [];
  const naming = useSignal<Partial<Skill> | null>(null);
  const act = useAct();
  const forget = async (code: string): Promise<void> => {
    await act.run(code, () => post('/v1/delivery-skills/forget', { siteId, code }));
  };
  const zoneName = new Map(zones.map(({ zoneId, name }) => [zoneId, name]));
  const demands = ({ from_weight_g, itemIds, zoneIds }: Skill): string =>
    [
      ...(from_weight_g === null ? [] : [t('skills.fromWeight', { weight: weight(from_weight_g) })]),
      ...zoneIds.flatMap((zoneId) => zoneName.get(zoneId) ?? []),
      ...itemIds.map((itemId) => itemOf(itemId)?.name ?? '…'),
    ].join(', ');
  return (
    <Card title={t('skills.title')}>
      <div class="stack">
        <Trouble error={act.trouble.value} />
        {skills.length === 0 ? (
          <Empty icon="key" title={t('skills.none')} hint={t('skills.noneHint')} />
        ) : (
          <ul class="zones">
            {skills.map((skill) => (
              <li key={skill.code} data-skill={skill.code}>
                <span class="grow">
                  <b>{skill.name}</b> <small class="code soft">{skill.code}</small>
                  <small class="soft">{demands(skill) || t('skills.noDemand')}</small>
                </span>
                <Key small icon="pen" label={t('zones.redraw')} onPress={() => (naming.value = skill)} />
                <Key
                  small
                  icon="cross"
                  label={t('skills.forget')}
                  name={skill.code}
                  act={act}
                  onPress={() => void forget(skill.code)}
                />
              </li>
            ))}
          </ul>
        )}
        <div class="actions">
          <Key icon="plus" data-do="name-skill" onPress={() => (naming.value = {})}>
            {t('skills.add')}
          </Key>
        </div>
      </div>
      {naming.value && (
        <NameSkill siteId={siteId} skill={naming.value} zones={zones} onClose={() => (naming.value = null)} />
      )}
    </Card>
  );
}
