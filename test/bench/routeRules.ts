import { answer } from '../../solver/routes/answer.ts';
import { checkRoutes } from '../../solver/routes/check.ts';
import { makeJudge } from '../../solver/routes/feasible.ts';
import { modelOf } from '../../solver/routes/model.ts';
import { boundTo, plannedStops } from '../../solver/routes/planned.ts';
import type { VroomProblem, VroomSolution } from '../../solver/routes/problem.ts';
import { solveRoutes } from '../../solver/routes/solve.ts';
import type { Table, Tell } from './bench.ts';
import { ruledDays } from './routeDays.ts';

const begins = (stops: Int32Array, locked: Int32Array = new Int32Array(0)): boolean =>
  locked.every((stop, at) => stops[at] === stop);

/** What a plan made without a rule costs under it, or how many of its routes break it. */
function under(problem: VroomProblem, { routes }: VroomSolution): string {
  const model = modelOf(problem);
  const plan = plannedStops(model, routes);
  const drivable = makeJudge(model);
  const torn = model.groups.filter(
    (members) => boundTo(model, plan, members[0]!) !== boundTo(model, plan, members[1]!),
  );
  const may = (r: number, stop: number) => stop >= model.asked || model.able[model.typeOf[r]! * model.n + stop] === 1;
  const broken = plan.filter(
    (one, r) => !drivable(r, one, one.length) || one.some((stop) => !may(r, stop)) || !begins(one, model.locked[r]),
  ).length;
  if (torn.length > 0) return `${torn.length} groups torn`;
  if (broken > 0) return `${broken} routes break it`;
  const { cost, unassigned } = answer(model, { routes: plan }).summary;
  return unassigned > 0 ? `${cost}, ${unassigned} left out` : String(cost);
}

/** Solves every day with its rule, which must be kept, and without. */
export function measureRules(
  seed: number,
  { seconds, only, tell }: { seconds: number; only: string; tell: Tell },
): {
  table: Table;
  troubles: string[];
} {
  const troubles: string[] = [];
  const rows = ruledDays(seed)
    .filter(({ name }) => name.startsWith(only))
    .map(({ name, problem, without }) => {
      const kept = solveRoutes(problem, { seconds, seed });
      const faults = checkRoutes(problem, kept);
      if (faults.length > 0) troubles.push(`${name}: ${faults.slice(0, 3).join('; ')}`);
      const free = solveRoutes(without, { seconds, seed });
      const told = under(problem, free);
      if (Number(told) <= kept.summary.cost) troubles.push(`${name}: the plan made without it is as good with it`);
      const row = [name, kept.summary.cost, kept.summary.unassigned, free.summary.cost, free.summary.unassigned, told];
      tell(row.join('  '));
      return row;
    });
  const columns = ['rule', 'cost', 'left out', 'cost without', 'left out', 'and under the rule'];
  return { table: { title: `each rule on a day where it matters, ${seconds} s`, columns, rows }, troubles };
}
