import { useLayout } from '../../../link/layout.ts';
import { Field, Input } from '../../../parts/Field.tsx';
import { t } from '../../../words/t.ts';
import type { Spot } from '../projection.ts';
import { type Abilities, homeOf } from './abilities.ts';
import { awaySaid } from './away.ts';
import { HomeMap } from './HomeMap.tsx';

interface HomeFieldsProps {
  abilities: Abilities;
  onChange: (to: Pick<Abilities, 'lat' | 'lon'>) => void;
}

/** Five decimals are a metre. */
const typed = ({ lat, lon }: Spot) => ({ lat: lat.toFixed(5), lon: lon.toFixed(5) });

/** A mark on the map, and its coordinates beneath: each follows the other. */
export function HomeFields({ abilities, onChange }: HomeFieldsProps) {
  const layout = useLayout().value;
  const { lat, lon } = abilities;
  const home = homeOf(abilities);
  return (
    <>
      {layout && (
        <div class="field">
          <span>{t('vehicle.home')}</span>
          <HomeMap layout={layout} home={home} onHome={(spot) => onChange(typed(spot))} />
          <span class="hint" data-away aria-live="polite">
            {home ? awaySaid(layout, home) : t('vehicle.homeMapHint')}
          </span>
        </div>
      )}
      <div class="two-fields">
        <Field label={t('vehicle.homeLat')} hint={t('vehicle.homeHint')}>
          <Input name="lat" inputMode="decimal" value={lat} onText={(text) => onChange({ lat: text, lon })} />
        </Field>
        <Field label={t('vehicle.homeLon')}>
          <Input name="lon" inputMode="decimal" value={lon} onText={(text) => onChange({ lat, lon: text })} />
        </Field>
      </div>
    </>
  );
}
