import { href } from '../../frame/route.ts';
import { useLayout } from '../../link/layout.ts';
import type { BurnDown } from '../../link/wire.ts';
import { Legend, type Part, PartBar } from '../../parts/Bar.tsx';
import { Card, Chip } from '../../parts/Page.tsx';
import { clock, now_ms, number, span, when } from '../../parts/time.ts';
import { t } from '../../words/t.ts';
import { columns } from '../../../src/orders/columns.shared.ts';
import { stateColumn } from '../orders/stateColumn.ts';
import { drive_ms, type Pace, paceOf } from './pace.ts';

/** Orders due at one time: where they are, whether the pace suffices, and how the pile went down. */
export function Burning({ due }: { due: BurnDown }) {
  const cutOff = useLayout().value?.cutOffs.find(({ cutOffId }) => cutOffId === due.cutOffId);
  const pace = paceOf(due, now_ms.value);
  const parts = columns.map((column): Part => ({
    tone: column,
    title: t(`column.${column}`),
    value: due.states.filter(({ state }) => stateColumn[state] === column).reduce((sum, { orders }) => sum + orders, 0),
  }));
  return (
    <Card class={pace.isAtRisk ? 'burning at-risk' : 'burning'}>
      <header class="burn-head">
        <div>
          <span class="label">{cutOff ? t('floor.cutOff', { name: cutOff.name }) : t('floor.due')}</span>
          <strong>{when(due.promiseBy)}</strong>
        </div>
        <div class="end">
          <strong>{number(pace.left)}</strong>
          <span class="label">{t('floor.toPack', { n: number(pace.total) })}</span>
        </div>
      </header>
      <Curve due={due} pace={pace} />
      <PartBar tall parts={parts} />
      <Legend parts={parts} />
      <footer class="burn-foot">
        <PaceChip pace={pace} />
        <span class="soft">
          {t('floor.pace', { needed: number(Math.ceil(pace.needed)), actual: number(pace.actual) })}
        </span>
        {pace.stuck > 0 && (
          <a
            href={`${href('orders')}?state=${due.states.find(({ state }) => state === 'unmapped' || state === 'shortfall')?.state ?? 'awaiting_address'}`}
          >
            {t('floor.stuck', { n: pace.stuck })}
          </a>
        )}
      </footer>
    </Card>
  );
}

function PaceChip({ pace }: { pace: Pace }) {
  if (pace.left === 0) return <Chip tone="good">{t('floor.allPacked')}</Chip>;
  if (pace.left_ms < 0) return <Chip tone="stop">{t('floor.late', { span: span(pace.left_ms) })}</Chip>;
  return <Chip tone={pace.isAtRisk ? 'stop' : 'plain'}>{t('floor.leftTime', { span: span(pace.left_ms) })}</Chip>;
}

const size = { width: 320, height: 84, top: 8, bottom: 1 };

/** Orders left to pack against time, the straight way down that would just do, and now. */
function Curve({ due, pace }: { due: BurnDown; pace: Pace }) {
  const now = now_ms.value;
  const end = new Date(due.promiseBy).getTime() - drive_ms;
  const points = due.left.map(({ at, orders }) => ({ at: new Date(at).getTime(), orders }));
  const from = Math.max(points[0]?.at ?? now, now - 12 * 3_600_000);
  const to = Math.max(end, now + 1_800_000, from + 3_600_000);
  const most = Math.max(1, ...points.map(({ orders }) => orders), pace.left);
  const x = (at: number): number => ((Math.max(from, at) - from) / (to - from)) * size.width;
  const y = (orders: number): number => size.top + (1 - orders / most) * (size.height - size.top - size.bottom);
  const steps = points.filter(({ at }) => at >= from && at <= now);
  const before = points.findLast(({ at }) => at < from)?.orders ?? 0;
  const line = [
    `M0 ${y(before)}`,
    ...steps.map(({ at, orders }) => `H${x(at)}V${y(orders)}`),
    `H${x(now)}V${y(pace.left)}`,
  ].join('');
  const floor_px = y(0);
  return (
    <figure class="curve">
      <svg
        viewBox={`0 0 ${size.width} ${size.height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={t('floor.curve', { n: pace.left })}
      >
        <path class="area" d={`${line}V${floor_px}H0Z`} />
        <path class="ground" d={`M0 ${floor_px}H${size.width}`} />
        {pace.left > 0 && end > now && <path class="need" d={`M${x(now)} ${y(pace.left)}L${x(end)} ${floor_px}`} />}
        <path class="line" d={line} />
        <path class="now" d={`M${x(now)} 0V${floor_px}`} />
        <path class="end" d={`M${x(end)} 0V${floor_px}`} />
      </svg>
      <figcaption>
        <span>{clock(from)}</span>
        <span>{t('floor.loadBy', { at: clock(end) })}</span>
      </figcaption>
    </figure>
  );
}
