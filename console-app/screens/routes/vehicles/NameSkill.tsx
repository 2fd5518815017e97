import { useSignal } from '@preact/signals';
import { useAct } from '../../../link/act.ts';
import { itemOf } from '../../../link/items.ts';
import { post } from '../../../link/http.ts';
import type { SiteLayout, Skill } from '../../../link/wire.ts';
import { Field, Input } from '../../../parts/Field.tsx';
import { FormDialog } from '../../../parts/FormDialog.tsx';
import { ItemSearch } from '../../../parts/ItemSearch.tsx';
import { t } from '../../../words/t.ts';

interface NameSkillProps {
  siteId: string;
  /** What it is now; empty for a new one. */
  skill: Partial<Skill>;
  zones: SiteLayout['zones'];
  onClose: () => void;
}

/** What a skill is called, and what demands it. */
export function NameSkill({ siteId, skill, zones, onClose }: NameSkillProps) {
  const isNew = skill.code === undefined;
  const typed = useSignal({
    code: skill.code ?? '',
    name: skill.name ?? '',
    kg: skill.from_weight_g ? String(skill.from_weight_g / 1_000) : '',
  });
  const itemIds = useSignal(skill.itemIds ?? []);
  const zoneIds = useSignal(skill.zoneIds ?? []);
  const act = useAct();
  const text = (name: keyof typeof typed.value) => ({
    name,
    value: typed.value[name],
    onText: (value: string) => (typed.value = { ...typed.value, [name]: value }),
  });
  const { code, name, kg } = typed.value;
  const isWhole = /^[a-z][a-z0-9_]{0,29}$/.test(code.trim()) && name.trim() !== '' && (kg === '' || Number(kg) > 0);
  const keep = async (): Promise<void> => {
    const from_weight_g = kg === '' ? null : Math.round(Number(kg) * 1_000);
    const json = { siteId, code: code.trim(), name, from_weight_g, itemIds: itemIds.value, zoneIds: zoneIds.value };
    if ((await act.run('skill', () => post('/v1/delivery-skills', json))) === undefined) return;
    onClose();
  };
  const turn = (list: typeof itemIds, id: string): void => {
    list.value = list.value.includes(id) ? list.value.filter((one) => one !== id) : [...list.value, id];
  };
  return (
    <FormDialog
      title={skill.name === undefined ? t('skills.add') : t('skills.changeOf', { skill: skill.name })}
      act={act}
      name="skill"
      send={t('vehicle.keep')}
      isWhole={isWhole}
      onSend={keep}
      onClose={onClose}
    >
      <div class="two-fields">
        <Field label={t('skills.name')} path="name">
          <Input {...text('name')} maxLength={60} />
        </Field>
        <Field label={t('skills.code')} hint={t('skills.codeHint')} path="code">
          <Input {...text('code')} disabled={!isNew} maxLength={30} />
        </Field>
        <Field label={t('skills.kg')} hint={t('skills.kgHint')} path="from_weight_g">
          <Input {...text('kg')} inputMode="decimal" />
        </Field>
      </div>
      {zones.length > 0 && (
        <fieldset>
          <legend>{t('skills.zones')}</legend>
          <div class="pills wrap">
            {zones.map(({ zoneId, name }) => (
              <button
                key={zoneId}
                class="pill"
                type="button"
                aria-pressed={zoneIds.value.includes(zoneId)}
                onClick={() => turn(zoneIds, zoneId)}
              >
                {name}
              </button>
            ))}
          </div>
        </fieldset>
      )}
      <fieldset>
        <legend>{t('skills.items')}</legend>
        {itemIds.value.length > 0 && (
          <div class="pills wrap">
            {itemIds.value.map((itemId) => (
              <button key={itemId} class="pill" type="button" aria-pressed onClick={() => turn(itemIds, itemId)}>
                {itemOf(itemId)?.name ?? '…'}
              </button>
            ))}
          </div>
        )}
        <ItemSearch onChoose={({ itemId }) => (itemIds.value = [...new Set([...itemIds.value, itemId])])} />
      </fieldset>
    </FormDialog>
  );
}
