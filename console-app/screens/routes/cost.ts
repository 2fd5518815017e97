import type { PlanCost } from '../../link/wire.ts';
import { km, number, span } from '../../parts/time.ts';
import { t } from '../../words/t.ts';

/** "+3 min", "−2 h 05": with its sign, also where it is nothing. */
const signed = (value: number, text: string): string => `${value > 0 ? '+' : value < 0 ? '−' : '±'}${text}`;

export const minutesOf = ({ before, after }: PlanCost): string => {
  const more_s = after.duration_s - before.duration_s;
  return signed(more_s, span(more_s * 1_000));
};
export const kilometresOf = ({ before, after }: PlanCost): string => {
  const more_m = after.distance_m - before.distance_m;
  return signed(more_m, km(Math.abs(more_m)));
};
export const lateOf = ({ before, after }: PlanCost): number => after.late - before.late;
export const lateSigned = (cost: PlanCost): string => signed(lateOf(cost), number(Math.abs(lateOf(cost))));

const nothing = { distance_m: 0, duration_s: 0, late: 0, late_s: 0 };

/** What a change would cost, in one line. */
export const moreSaid = (more: PlanCost['after']): string => costSaid({ before: nothing, after: more });

/** What a change costs, in one line. */
export function costSaid(cost: PlanCost): string {
  const late = lateOf(cost) === 0 ? [] : [t('routes.lateMore', { n: lateSigned(cost) })];
  return [minutesOf(cost), kilometresOf(cost), ...late].join(' · ');
}
