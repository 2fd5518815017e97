import type { PickPathAnswer, PickPathProblem, Place } from './problem.ts';

/** What is wrong with an answer, in words; nothing where it is right. Measures the walk by itself. */
export function checkPickPath(problem: PickPathProblem, answer: PickPathAnswer): string[] {
  const faults: string[] = [];
  const open = problem.picks.map((pick) => pick);
  for (const visit of answer.visits) {
    const found = open.findIndex(
      (pick) => pick.id === visit.id && pick.at.some((place) => place.aisle === visit.aisle && place.y === visit.y),
    );
    if (found < 0) faults.push(`visit ${visit.id} at ${visit.aisle}/${visit.y} is no pick, or one made before`);
    else open.splice(found, 1);
  }
  for (const pick of open) faults.push(`pick ${pick.id} is not visited`);
  const stations = [problem.depot, ...answer.visits, problem.depot];
  let length = 0;
  for (let i = 1; i < stations.length; i++) length += shortestBetween(problem, stations[i - 1]!, stations[i]!);
  if (Math.abs(length - answer.length) > 1e-6) faults.push(`says ${answer.length}, walks ${length}`);
  return faults;
}

function shortestBetween({ layout: { aisleX, crossY } }: PickPathProblem, a: Place, b: Place): number {
  if (a.aisle === b.aisle) return Math.abs(a.y - b.y);
  const detours = crossY.map((c) => Math.abs(a.y - c) + Math.abs(c - b.y));
  return Math.abs(aisleX[a.aisle]! - aisleX[b.aisle]!) + Math.min(...detours);
}
