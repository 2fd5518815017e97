import { useLayout } from '../../../link/layout.ts';
import type { BinShown } from '../../../link/wire.ts';
import { t } from '../../../words/t.ts';

/** Half the width of a rack beside its aisle, on the drawing. */
const RACK_MM = 900;

/** The aisles seen from above, the front below, and in them the bin: people who look for it walk there from the depot. */
export function BinSpot({ bin }: { bin: BinShown['bin'] }) {
  const layout = useLayout().value?.layout;
  const x = layout?.aisleX_mm[bin.aisle];
  if (layout === undefined || x === undefined) return null;
  const back = Math.max(...layout.crossY_mm, bin.y_mm);
  const pad = 2_500;
  const width = Math.max(...layout.aisleX_mm);
  const up = (y: number): number => back - y;
  const [binX, binY] = [x + (bin.side === 'L' ? -RACK_MM : RACK_MM), up(bin.y_mm)];
  const depotX = layout.aisleX_mm[layout.depot.aisle] ?? 0;
  const label = t('bin.spot', { aisle: bin.aisle + 1, side: t(`bin.side.${bin.side}`), level: bin.level });
  return (
    <figure class="bin-spot">
      <svg viewBox={`${-pad} ${-pad} ${width + 2 * pad} ${back + 2 * pad}`} role="img" aria-label={label}>
        {layout.aisleX_mm.map((aisle) => (
          <g key={aisle} class="racks">
            <line x1={aisle - RACK_MM} x2={aisle - RACK_MM} y1={0} y2={back} />
            <line x1={aisle + RACK_MM} x2={aisle + RACK_MM} y1={0} y2={back} />
          </g>
        ))}
        {layout.crossY_mm.map((y) => (
          <line key={y} class="cross" x1={-RACK_MM} x2={width + RACK_MM} y1={up(y)} y2={up(y)} />
        ))}
        <circle class="depot" cx={depotX} cy={up(layout.depot.y_mm)} r={700} />
        <circle class="here" cx={binX} cy={binY} r={1_000} />
      </svg>
      <figcaption class="soft">{label}</figcaption>
    </figure>
  );
}
