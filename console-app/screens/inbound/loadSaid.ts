import { number, weight } from '../../parts/time.ts';
import { t } from '../../words/t.ts';
import { boxesOf } from './booking.ts';
import type { Draft } from './draft.ts';
import { boxesLoad, goodsLoad, type Load, palletsOf } from './estimate.ts';

/** Three places of what is known roughly. */
const rough_g = (weight_g: number): number => {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(weight_g)) - 2);
  return Math.round(weight_g / step) * step;
};

/** Tenths of a cubic metre; below one, hundredths. */
const rough_m3 = (volume_cm3: number): number =>
  volume_cm3 < 1_000_000 ? Math.max(1, Math.round(volume_cm3 / 10_000)) / 100 : Math.round(volume_cm3 / 100_000) / 10;

/** Weight and volume, and from half a pallet on how many. */
function said(load: Load): string {
  const pallets = palletsOf(load);
  return [
    weight(rough_g(load.weight_g)),
    t('booking.volume', { n: number(rough_m3(load.volume_cm3)) }),
    ...(pallets > 0 ? [t('booking.pallets', { n: pallets })] : []),
  ].join(' · ');
}

/** What comes, as far as anybody knows: the boxes, or the goods alone, or that something is not known. */
export function loadSaid(draft: Draft): string {
  const boxed = boxesLoad(boxesOf(draft));
  if (boxed !== undefined) return t('booking.about', { load: said(boxed) });
  return goodsSaid(draft);
}

export function goodsSaid(draft: Draft): string {
  const goods = goodsLoad(draft.lines);
  if (goods !== undefined) return t('booking.goodsAbout', { load: said(goods) });
  return draft.lines.some(({ unit }) => unit === undefined) ? t('booking.loadUnknown') : '';
}
