import { makeRng } from '../shared/rng.ts';
import type { StopRule } from '../shared/stop.ts';
import { makeAnneal, type Incumbent, type OnIncumbent } from './anneal.ts';
import { breedOn, type BreedOptions } from './breed/breedOn.ts';
import { makeChain, rebuild } from './chain.ts';
import { construct } from './construct.ts';
import { shares, type Crew } from './deals.ts';
import { improve } from './improve.ts';
import { never, timed, type Model } from './model.ts';
import { placeByLoad } from './moves/placeByLoad.ts';
import { placeByRules } from './moves/placeByRules.ts';
import { placeByTime } from './moves/placeByTime.ts';
import type { MakePlacer } from './moves/placer.ts';
import { assist } from './share.ts';

export interface SearchOptions {
  seed: number;
  stop: StopRule;
  /** A plan to begin with, the stops of each vehicle; stops that are in none are tried first. */
  begin?: Int32Array[] | undefined;
  crew?: Crew | undefined;
  onIncumbent?: OnIncumbent | undefined;
}

/** Lateness of more than a week is counted as a week where being served late is weighed against not being served. */
const latest_s = 604_800;

/** Chance that a place is overlooked when a stop goes back into the plan. */
const blink = 0.01;

/** Stops between which plans are bred: with fewer there is nothing to join, with more the tables grow large. */
const fewestToBreed = 8;
const mostToBreed = 1500;

/** The best plan that one thread finds until the stop rule says so. */
export function search(model: Model, { seed, begin, ...options }: SearchOptions): Incumbent {
  const rng = makeRng(seed);
  const chain = makeChain(model);
  const placer = placerFor(model)(chain, rng, blink);
  const missing = missingCosts(model);
  const { crew } = options;
  if (crew && shares(crew) && crew.seat > 0) {
    const waypoints = assist(model, makeAnneal({ chain, placer, rng, missing, onBetter: () => {} }), crew);
    const best = crew.board.cheaper(crew.seat, Infinity) ?? { routes: [], cost: Infinity };
    return alike(model) ? bredOn(model, best, { rng, waypoints, ...options }) : best;
  }
  const first = begin ?? (model.locked.length > 0 ? model.locked : undefined);
  if (first !== undefined) {
    rebuild(chain, first);
    for (let route = 0; route < model.fleet; route++) placer.refresh(route);
  }
  construct(chain, placer);
  const annealing = { chain, placer, rng, missing, warm: begin !== undefined, ...options };
  if (begin !== undefined || !alike(model)) return improve(annealing);
  const waypoints: Int32Array[][] = [];
  const best = improve({ ...annealing, onWaypoint: (routes) => waypoints.push(routes) });
  return bredOn(model, best, { rng, waypoints, ...options });
}

/** The plan that breeding makes of one in which all stops are served, where there is time for it. */
function bredOn(model: Model, best: Incumbent, options: BreedOptions): Incumbent {
  const served = best.routes.reduce((sum, stops) => sum + stops.length, 0);
  return served < model.n || options.stop.done() ? best : breedOn(model, best, options);
}

/** Leaving a stop out costs more than any plan, and one of a higher priority more than all of a lower one. */
function missingCosts(model: Model): Float64Array {
  const { n, asked, classes, fixed, mate, windows, dueBy, latePrice, skipPrice } = model;
  let arc = 1;
  for (const { cost } of classes) for (const one of cost) if (one > arc) arc = one;
  let all = dearestCharges(model) + arc * (n + 2 * fixed.length) + fixed.reduce((sum, one) => sum + one, 0);
  dueBy.forEach((due, stop) => {
    if (due < Infinity) all += latePrice[stop]! * Math.min(latest_s, windows[stop]!.at(-1)![1] - due);
  });
  return Float64Array.from({ length: n }, (_, stop) => {
    const { priority } = model.stops[stop]!;
    if (stop >= asked || (mate[stop]! >= 0 && mate[stop]! < stop)) return 0;
    return skipPrice[stop]! < Infinity ? skipPrice[stop]! : all * (1 + priority * (n + 1));
  });
}

/** More than a plan can be charged beside arcs, vehicles and lateness. */
function dearestCharges({
  movePrice,
  shiftPrice,
  reloadPrice,
  minWork,
  minWorkPrice,
  spreadPrice,
  classes,
}: Model): number {
  const sum = (list: Float64Array): number => list.reduce((all, one) => all + one, 0);
  const slow = classes.some(({ traffic }) => traffic !== null) ? Math.max(...classes.map((one) => one.perSecond)) : 0;
  const idle = minWork.reduce((all, time, r) => all + time * minWorkPrice[r]!, 0);
  return sum(movePrice) + sum(reloadPrice) + latest_s * (sum(shiftPrice) + spreadPrice + slow * minWork.length) + idle;
}

/** The fastest way of placing stops that knows every rule that this problem states. */
function placerFor(model: Model): MakePlacer {
  if (!plain(model)) return placeByRules;
  return timed(model) ? placeByTime : placeByLoad;
}

/** Whether a problem is about loads from depots, one matrix, skills, and at most one window a stop. */
export function plain(model: Model): boolean {
  const { aboard, change } = model;
  const oneWay = change.every((units, i) => units === -aboard[i]!) || aboard.every((units) => units === 0);
  return (
    oneWay &&
    model.classes.length === 1 &&
    model.mate.every((other) => other < 0) &&
    model.classes[0]!.setup.every((time) => time === 0) &&
    model.pauses.every((pauses) => pauses.length === 0) &&
    model.maxTasks.every((most) => most === never) &&
    model.maxTravel.every((most) => most === Infinity) &&
    model.maxDistance.every((most) => most === Infinity) &&
    model.dueBy.every((due) => due === Infinity) &&
    model.maxDuration.every((most) => most === Infinity) &&
    model.lifo.every((reversed) => reversed === 0) &&
    model.locked.length === 0 &&
    model.asked === model.n &&
    model.groups.length === 0 &&
    model.skipPrice.every((price) => price === Infinity) &&
    model.namedFor.every((vehicle) => vehicle === -1) &&
    model.shiftPrice.every((price) => price === 0) &&
    model.minWorkPrice.every((price) => price === 0) &&
    model.spreadPrice === 0 &&
    model.classes.every(({ traffic }) => traffic === null) &&
    model.windows.every((windows) => windows.length === 1)
  );
}

/** Whether vehicles differ in nothing that matters, so that plans can breed. */
function alike(model: Model): boolean {
  const enough = model.n >= fewestToBreed && model.n <= mostToBreed;
  return (
    enough &&
    plain(model) &&
    model.perVehicle === 0 &&
    model.types === 1 &&
    model.dimensions === 1 &&
    !model.able.includes(0)
  );
}
