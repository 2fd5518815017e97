import type { Vehicle, VroomProblem } from '../../solver/routes/problem.ts';
import { drive, short, stopsOf, type Stop, type Turn } from './exactDrive.ts';

/** The best plan of a small problem, found by trying all of them: priorities left out first, then stops, then cost. */
export function optimum(problem: VroomProblem): Plan {
  const stops = stopsOf(problem);
  const all = 1 << stops.length;
  const routes = problem.vehicles.map((vehicle) => cheapestRoutes(problem, stops, vehicle));
  let best: Plan = { priority: Infinity, unserved: Infinity, cost: Infinity };
  const assign = (v: number, left: number, masks: number[], chosen: { cost: number; works: number[] }): void => {
    if (v === routes.length) {
      const plan = priced(problem, stops, { left, masks, ...chosen });
      if (isBetter(plan, best)) best = plan;
      return;
    }
    for (let mask = left; ; mask = (mask - 1) & left) {
      for (const [work, cost] of routes[v]!.get(mask) ?? []) {
        assign(v + 1, left ^ mask, [...masks, mask], { cost: chosen.cost + cost, works: [...chosen.works, work] });
      }
      if (mask === 0) break;
    }
  };
  assign(0, all - 1, [], { cost: 0, works: [] });
  return best;
}

interface Plan {
  /** The sum of the priorities of what is left out, and how many stops that is. */
  priority: number;
  unserved: number;
  cost: number;
}

function isBetter(one: Plan, other: Plan): boolean {
  if (one.priority !== other.priority) return one.priority < other.priority;
  if (one.unserved !== other.unserved) return one.unserved < other.unserved;
  return one.cost < other.cost;
}

/** By set of stops: the least cost for every amount of work (all amounts as one where work is not priced). */
function cheapestRoutes(problem: VroomProblem, stops: Stop[], vehicle: Vehicle): Map<number, Map<number, number>> {
  const found = new Map<number, Map<number, number>>([[0, new Map([[0, short(vehicle, 0)]])]]);
  const counts = problem.objectives?.spread !== undefined;
  const extend = (order: Turn[], mask: number): void => {
    if (order.length > 0 && order.at(-1) !== 'reload') {
      const route = drive(problem, stops, vehicle, order);
      if (route !== null) {
        const known = found.get(mask) ?? new Map<number, number>();
        const key = counts ? route.work : 0;
        known.set(key, Math.min(known.get(key) ?? Infinity, route.cost));
        found.set(mask, known);
      }
    }
    if (order.at(-1) !== 'reload' && order.length > 0) {
      const reloads = order.filter((turn) => turn === 'reload').length;
      if (reloads < (vehicle.reload?.max ?? 0)) extend([...order, 'reload'], mask);
    }
    stops.forEach((_, i) => {
      if (!(mask & (1 << i))) extend([...order, i], mask | (1 << i));
    });
  };
  extend([], 0);
  return found;
}

/** What is priced over the whole plan; a plan that breaks a bond costs no end. */
function priced(
  { vehicles, relations = [], objectives, jobs = [] }: VroomProblem,
  stops: Stop[],
  plan: { left: number; masks: number[]; cost: number; works: number[] },
): Plan {
  const bad = relations.some(
    (relation) =>
      plan.masks.filter((mask) =>
        relation.stops.some(({ type, id }) => mask & (1 << stops.findIndex(({ name }) => name === `${type} ${id}`))),
      ).length > 1,
  );
  if (bad) return { priority: Infinity, unserved: Infinity, cost: Infinity };
  let [priority, unserved] = [0, 0];
  let { cost } = plan;
  stops.forEach(({ name }, i) => {
    if (!(plan.left & (1 << i))) return;
    const job = jobs.find(({ id }) => `job ${id}` === name);
    if (job?.skip_price !== undefined) {
      cost += job.skip_price;
      return;
    }
    unserved++;
    priority += job?.priority ?? 0;
  });
  if (objectives?.spread) {
    const works = plan.works.filter((_, v) => plan.masks[v]! > 0 || objectives.spread!.idle);
    if (works.length > 0) cost += ((Math.max(...works) - Math.min(...works)) * objectives.spread.per_hour) / 3600;
  }
  if (objectives?.fewest_vehicles) cost += plan.masks.filter((mask) => mask > 0).length * 1_000_000;
  return { priority, unserved, cost: vehicles.length === 0 ? 0 : cost };
}
