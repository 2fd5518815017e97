import { useSignal } from '@preact/signals';
import { site } from '../../../frame/site.ts';
import { itemOf } from '../../../link/items.ts';
import { useLayout } from '../../../link/layout.ts';
import type { Skill, Vehicle } from '../../../link/wire.ts';
import { Key } from '../../../parts/Key.tsx';
import { Card } from '../../../parts/Page.tsx';
import { weight } from '../../../parts/time.ts';
import { Empty } from '../../../parts/Wait.tsx';
import { t } from '../../../words/t.ts';
import { ForgetSkill } from './ForgetSkill.tsx';
import { NameSkill } from './NameSkill.tsx';

/** What vehicles of this site can beside cooling, and what is only brought by one that can. */
export function Skills({ skills, vehicles }: { skills: Skill[]; vehicles: Vehicle[] }) {
  const { siteId } = site.value!;
  const zones = useLayout().value?.zones ?? [];
  const naming = useSignal<Partial<Skill> | null>(null);
  const forgetting = useSignal<Skill | null>(null);
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
                <Key
                  small
                  icon="pen"
                  label={t('skills.changeOf', { skill: skill.name })}
                  onPress={() => (naming.value = skill)}
                />
                <Key
                  small
                  icon="cross"
                  label={t('skills.forgetOf', { skill: skill.name })}
                  onPress={() => (forgetting.value = skill)}
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
      {forgetting.value && (
        <ForgetSkill
          siteId={siteId}
          skill={forgetting.value}
          demands={demands(forgetting.value)}
          vehicles={vehicles}
          onClose={() => (forgetting.value = null)}
        />
      )}
    </Card>
  );
}
