import type { Vehicle } from '../../../link/wire.ts';
import { number, volume, weight } from '../../../parts/time.ts';
import { t } from '../../../words/t.ts';

export const roomSaid = ({ parcels, weight_g, volume_cm3 }: Vehicle['capacity']): string =>
  [t('unit.parcels', { n: number(parcels) }), weight(weight_g), volume(volume_cm3)]
    // a unit stays with its number
    .map((amount) => amount.replaceAll(' ', '\u00a0'))
    .join(' · ');
