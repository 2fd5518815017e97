import type { Skill, Vehicle } from '../../../link/wire.ts';
import { Check } from '../../../parts/Check.tsx';
import { Field, Select } from '../../../parts/Field.tsx';
import { t } from '../../../words/t.ts';
import { type Abilities, usesHome } from './abilities.ts';
import { HomeFields } from './HomeFields.tsx';

interface AbilityFieldsProps {
  abilities: Abilities;
  /** What the site has named beside cooling. */
  skills: Skill[];
  onChange: (abilities: Abilities) => void;
}

const starts: Vehicle['startsFrom'][] = ['site', 'home'];
const ends: Vehicle['returnsTo'][] = ['site', 'home', 'anywhere'];
const cold = ['chilled', 'frozen'];

/** Cooling and whatever else a vehicle has; where it stands in the morning, and where it is left in the evening. */
export function AbilityFields({ abilities, skills, onChange }: AbilityFieldsProps) {
  const change = (to: Partial<Abilities>): void => onChange({ ...abilities, ...to });
  const have = (codes: string[], has: boolean): void => {
    const others = abilities.skills.filter((code) => !codes.includes(code));
    change({ skills: has ? [...others, ...codes] : others });
  };
  return (
    <>
      <div class="checks">
        <Check
          label={t('vehicle.cold')}
          name="cold"
          checked={cold.every((code) => abilities.skills.includes(code))}
          onCheck={(has) => have(cold, has)}
        />
        {skills.map(({ code, name }) => (
          <Check
            key={code}
            label={name}
            name={code}
            checked={abilities.skills.includes(code)}
            onCheck={(has) => have([code], has)}
          />
        ))}
      </div>
      <div class="two-fields">
        <Field label={t('vehicle.startsFrom')}>
          <Select
            value={abilities.startsFrom}
            choices={starts.map((place) => [place, t(`vehicle.starts.${place}`)])}
            onChoose={(startsFrom) => change({ startsFrom })}
          />
        </Field>
        <Field label={t('vehicle.returnsTo')}>
          <Select
            value={abilities.returnsTo}
            choices={ends.map((place) => [place, t(`vehicle.returns.${place}`)])}
            onChoose={(returnsTo) => change({ returnsTo })}
          />
        </Field>
      </div>
      {usesHome(abilities) && <HomeFields abilities={abilities} onChange={change} />}
    </>
  );
}
