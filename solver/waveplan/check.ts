import type { WavePlanAnswer, WavePlanProblem } from './problem.ts';

/** What is wrong with an answer, in words; nothing where it is right. */
export function checkWavePlan(problem: WavePlanProblem, answer: WavePlanAnswer): string[] {
  const faults: string[] = [];
  const open = new Map(problem.orders.map((order) => [order.id, order]));
  const lateBy = new Map(answer.late.map(({ id, by_min }) => [id, by_min]));
  const rate = (problem.pickers * problem.units_per_hour) / 60;
  const limit = problem.wave_units ?? Math.max(1, Math.floor(rate * 60));
  let free = problem.start_min;
  answer.waves.forEach((wave, w) => {
    if (wave.release_min < free - 1e-6) faults.push(`wave ${w} is released before the pickers are free`);
    let units = 0;
    for (const id of wave.orders) {
      const order = open.get(id);
      if (!order) {
        faults.push(`order ${id} is unknown or in two waves`);
        continue;
      }
      open.delete(id);
      units += order.units;
      if (wave.release_min < (order.ready_min ?? problem.start_min) - 1e-6)
        faults.push(`order ${id} is released before it is ready`);
      const late = Math.max(0, wave.picked_min + problem.after_pick_min - order.due_min);
      if (Math.abs(late - (lateBy.get(id) ?? 0)) > 1e-6) faults.push(`order ${id} is late by ${late} min`);
    }
    if (units !== wave.units) faults.push(`wave ${w} has ${units} units`);
    if (units > limit && wave.orders.length > 1) faults.push(`wave ${w} is larger than ${limit}`);
    if (wave.picked_min < wave.release_min + units / rate - 1e-6) faults.push(`wave ${w} is picked too fast`);
    free = wave.picked_min;
  });
  for (const id of open.keys()) faults.push(`order ${id} is in no wave`);
  return faults;
}
