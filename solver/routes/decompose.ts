import { makeRng, type Rng } from '../shared/rng.ts';
import { shareOf, type StopRule } from '../shared/stop.ts';
import { answer, totalOf } from './answer.ts';
import { firstPlan } from './firstPlan.ts';
import { givenInParts } from './givenParts.ts';
import { modelOf } from './model.ts';
import { divide, measureOf, namesOf, problemOf, requestsOf, spotOf, type Part, type Request } from './parts.ts';
import { plannedStops } from './planned.ts';
import type { Route, Unassigned, VroomProblem, VroomSolution } from './problem.ts';
import { search } from './search.ts';
import { inWalkingOrder } from './walk.ts';

/** Stops above which a problem is solved in parts: its tables and its neighbour lists would grow with the square. */
const largestWhole = 1500;
const largestPart = 400;
/** Part of the time that goes into the first plans of all parts; the rest goes into parts of the plan that was joined of them. */
const firstPlans = 0.4;
/** Vehicles with nothing to do that take part in each re-plan. */
const spare = 6;

/**
 * Whether a problem is large, and nothing in it binds a stop to a vehicle or to other stops that a part may not have, nor is priced
 * over all vehicles.
 */
export function divisible({ vehicles, jobs = [], shipments = [], relations = [], objectives }: VroomProblem): boolean {
  const tasks = [...jobs, ...shipments.flatMap(({ pickup, delivery }) => [pickup, delivery])];
  const bound =
    relations.length > 0 ||
    objectives?.spread !== undefined ||
    vehicles.some(({ locked, min_work }) => locked ?? min_work) ||
    tasks.some(({ announced }) => announced?.vehicle !== undefined) ||
    [...jobs, ...shipments].some((one) => one.vehicles ?? one.skip_price);
  const reloads = vehicles.reduce((sum, { reload }) => sum + (reload?.max ?? 0), 0);
  return jobs.length + 2 * shipments.length + reloads > largestWhole && vehicles.length > 1 && !bound;
}

interface Whole {
  problem: VroomProblem;
  routes: Map<number, Route>;
  open: Map<Request, Unassigned[]>;
}

/**
 * Solves a large problem in parts: first each of the pieces into which the map is cut, then again and again some neighbouring
 * routes with what is unserved near them, kept when that is better (POPMUSIC; Taillard and Voss, 2002). No table over all stops
 * is ever made. A plan that is given is where the second begins; what `steps` of vehicles leave is planned by the first.
 */
export function solveInParts(
  problem: VroomProblem,
  { seed, stop, begin }: { seed: number; stop: StopRule; begin?: VroomSolution | undefined },
): VroomSolution {
  const rng = makeRng(seed);
  const whole: Whole = { problem, routes: new Map(), open: new Map() };
  const parts = divide(problem, largestPart);
  if (begin !== undefined) keep(whole, { vehicles: problem.vehicles, requests: requestsOf(problem) }, begin);
  else planFirst(whole, parts, { rng, stop });
  const slice = Math.max((firstPlans * stop.total_s) / parts.length / 2, stop.total_s / 100);
  while (!stop.done() && stop.elapsed_s() + slice / 4 < stop.total_s) {
    const part = neighbourhood(whole, rng, somewhere(whole, rng));
    const before = worth(whole, part);
    const found = solvePart(whole, part, { rng, stop: shareOf(stop, slice), begin: true });
    if (better(found, before)) keep(whole, part, found);
  }
  return totalOf([...whole.routes.values()], [...whole.open.values()].flat(), dimensionsOf(problem));
}

/** A first plan of all parts; with `steps`, those routes as they are and the same of what they leave. */
function planFirst(whole: Whole, parts: Part[], { rng, stop }: { rng: Rng; stop: StopRule }): void {
  const { problem } = whole;
  const given = givenInParts(problem);
  for (const route of given?.routes ?? []) whole.routes.set(route.vehicle, route);
  const rest = given?.rest;
  const isIdle = rest !== undefined && rest.vehicles.length > 0 && rest.requests.length > 0;
  const firsts = rest === undefined ? parts : isIdle ? divide(problemOf(problem, rest), largestPart) : [];
  const most_s = (firstPlans * stop.total_s * firsts.length) / parts.length;
  firsts.forEach((part, at) => {
    const until = ((at + 1) / firsts.length) * Math.min(firstPlans * stop.total_s, most_s);
    keep(whole, part, solvePart(whole, part, { rng, stop: shareOf(stop, until - stop.elapsed_s()) }));
  });
  const untried = new Set(isIdle ? [] : (rest?.requests ?? []));
  for (const request of untried) {
    const near = neighbourhood(whole, rng, { seed: request, open: [...untried] });
    const slice = (firstPlans * stop.total_s) / parts.length / 2;
    keep(whole, near, solvePart(whole, near, { rng, stop: shareOf(stop, slice), begin: true }));
    for (const tried of near.requests) untried.delete(tried);
  }
}

function solvePart(
  whole: Whole,
  part: Part,
  { rng, stop, begin = false }: { rng: Rng; stop: StopRule; begin?: boolean },
): VroomSolution {
  const model = modelOf(inWalkingOrder(problemOf(whole.problem, part)));
  const seed = rng.int(2 ** 30);
  // a first plan of one trip each sends out vehicles that a second trip would have saved
  const reloads = part.vehicles.some(({ reload }) => reload !== undefined && reload.max > 0);
  const simple = begin || reloads ? undefined : firstPlan(model, { seed, stop });
  const first = begin ? plannedStops(model, whole.routes.values()) : simple;
  const rest = shareOf(stop, stop.total_s - stop.elapsed_s());
  const found = search(model, { seed, stop: rest, begin: first });
  return answer(model, found, () => stop.elapsed_s() > stop.total_s);
}

function keep(whole: Whole, { vehicles, requests }: Part, solution: VroomSolution): void {
  for (const { id } of vehicles) whole.routes.delete(id);
  for (const route of solution.routes) whole.routes.set(route.vehicle, route);
  const open = new Map(solution.unassigned.map((one) => [`${one.type} ${one.id}`, one]));
  for (const request of requests) {
    const left = namesOf(request).flatMap((name) => open.get(name) ?? []);
    if (left.length > 0) whole.open.set(request, left);
    else whole.open.delete(request);
  }
}

interface Around {
  seed: Request;
  /** What is on no route. */
  open: Request[];
}

/** A random stop, or one that is unserved. */
function somewhere({ problem, open }: Whole, rng: Rng): Around {
  const all = requestsOf(problem);
  const unserved = [...open.keys()];
  const seed =
    unserved.length > 0 && rng.int(2) === 0 ? unserved[rng.int(unserved.length)]! : all[rng.int(all.length)]!;
  return { seed, open: unserved };
}

/** Routes around a stop, with the unserved near them and some idle vehicles. */
function neighbourhood({ problem, routes }: Whole, rng: Rng, { seed, open: unserved }: Around): Part {
  const apart = measureOf(problem);
  const left = new Set(unserved);
  const served = new Map<string, Request>();
  for (const request of requestsOf(problem)) {
    if (!left.has(request)) served.set(namesOf(request)[0]!, request);
  }
  const center = spotOf(seed);
  const near = [...routes.values()]
    .map((route) => {
      const requests = route.steps.flatMap(({ type, id }) => served.get(`${type} ${id}`) ?? []);
      return { route, requests, far: Math.min(...requests.map((request) => apart(center, spotOf(request)))) };
    })
    .sort((one, other) => one.far - other.far);
  const part: Part = { vehicles: [], requests: [] };
  const chosen = new Set<number>();
  for (const { route, requests } of near) {
    if (part.requests.length > 0 && part.requests.length + requests.length > largestPart) break;
    chosen.add(route.vehicle);
    part.requests.push(...requests);
  }
  const closest = unserved.sort((one, other) => apart(center, spotOf(one)) - apart(center, spotOf(other)));
  part.requests.push(...closest.slice(0, largestPart / 4));
  const idle = problem.vehicles.filter(({ id }) => !routes.has(id));
  for (const { id } of rng.shuffle(idle).slice(0, spare)) chosen.add(id);
  part.vehicles = problem.vehicles.filter(({ id }) => chosen.has(id));
  return part;
}

type Worth = Pick<VroomSolution['summary'], 'cost' | 'priority' | 'unassigned'>;

/** What the present plan makes of a part. */
function worth({ routes, open }: Whole, { vehicles, requests }: Part): Worth {
  const now = vehicles.flatMap(({ id }) => routes.get(id) ?? []);
  return {
    cost: now.reduce((sum, { cost }) => sum + cost, 0),
    priority: now.reduce((sum, { priority }) => sum + priority, 0),
    unassigned: requests.reduce((sum, request) => sum + (open.get(request)?.length ?? 0), 0),
  };
}

function better({ summary: found }: VroomSolution, before: Worth): boolean {
  if (found.priority !== before.priority) return found.priority > before.priority;
  if (found.unassigned !== before.unassigned) return found.unassigned < before.unassigned;
  return found.cost <= before.cost;
}

const dimensionsOf = ({ vehicles, jobs = [], shipments = [] }: VroomProblem): number =>
  vehicles[0]?.capacity?.length ?? jobs[0]?.delivery?.length ?? shipments[0]?.amount?.length ?? 1;
