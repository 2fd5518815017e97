import type { FlashSaleShown } from '../../link/wire.ts';
import { dayAndMonth, clock, number } from '../../parts/time.ts';
import { t } from '../../words/t.ts';

const size = { width: 640, height: 200, top: 10, bottom: 1 };
const lines = 4;

/** Units left against time, from the start of the sale until now or its end: level, and down over each span with sales. */
export function Curve({ sale, now }: { sale: FlashSaleShown; now: number }) {
  const { points } = sale;
  const first = points[0];
  const from = Date.parse(sale.startsAt);
  const until = sale.closedAt ?? (sale.phase === 'ended' ? sale.endsAt : null);
  const to = Math.max(until === null ? now : Date.parse(until), from + 60_000);
  const begun = first === undefined ? sale.left : first.left + first.sold;
  const most = Math.max(1, begun, ...points.map((point) => point.left));
  const x = (at: number): number => ((Math.min(to, Math.max(from, at)) - from) / (to - from)) * size.width;
  const y = (units: number): number => size.top + (1 - units / most) * (size.height - size.top - size.bottom);
  const steps = points
    .map(({ at, left }) => [x(Date.parse(at) - 1_000 * sale.spanSeconds), x(Date.parse(at)), y(left)])
    .map(([begin, end, height]) => `H${begin}L${end} ${height}`)
    .join('');
  const line = `M0 ${y(begun)}${steps}H${size.width}`;
  return (
    <figure class="sale-curve">
      <div class="unit-scale" aria-hidden="true">
        {scaleOf(most).map((units) => (
          <span key={units} style={{ top: `${(y(units) / size.height) * 100}%` }}>
            {number(units)}
          </span>
        ))}
      </div>
      <svg
        viewBox={`0 0 ${size.width} ${size.height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={t('flash.curveLabel', { left: number(sale.left), from: number(begun) })}
      >
        {scaleOf(most).map((units) => (
          <path key={units} class="rule" d={`M0 ${y(units)}H${size.width}`} />
        ))}
        <path class="area" d={`${line}V${y(0)}H0Z`} />
        <path class="line" d={line} />
      </svg>
      <figcaption>
        <span>{timeOf(from, to)}</span>
        <span>{timeOf(to, from)}</span>
      </figcaption>
    </figure>
  );
}

/** Round numbers between nothing and the most, the most among them. */
function scaleOf(most: number): number[] {
  const rough = most / lines;
  const power = 10 ** Math.floor(Math.log10(Math.max(1, rough)));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10);
  const rules = Array.from({ length: Math.floor(most / step) + 1 }, (_, at) => at * step);
  return most - rules.at(-1)! < step / 2 ? [...rules.slice(0, -1), most] : [...rules, most];
}

const day_ms = 86_400_000;
const timeOf = (at: number, other: number): string =>
  Math.abs(at - other) > day_ms ? `${dayAndMonth(at)} ${clock(at)}` : clock(at);
