import type { StopRule } from '../shared/stop.ts';
import { makeAnneal, patience, type Anneal, type Annealing, type Incumbent, type OnIncumbent } from './anneal.ts';
import { rebuild, type Chain } from './chain.ts';
import { makeCooling, type Cooling } from './cooling.ts';
import { shares, type Crew } from './deals.ts';
import { timed } from './model.ts';
import { makeSharing, type Company } from './share.ts';

export interface Search extends Omit<Annealing, 'onBetter'> {
  stop: StopRule;
  /** The chain holds a good plan already, to be refined rather than left behind. */
  warm?: boolean | undefined;
  crew?: Crew | undefined;
  onIncumbent?: OnIncumbent | undefined;
  /** Where breeding follows: takes plans on the way, the colder the later. The search ends when it has had its part of the budget. */
  onWaypoint?: ((routes: Int32Array[]) => void) | undefined;
}

/** Parts of the budget at which a thread goes on from the best plan of all, where all are in their only run. */
const meetings = [0.3, 0.45, 0.6, 0.7, 0.8, 0.88, 0.94];
/** Part of the budget between two waypoints. */
const stride = 0.02;

/** Ruin and recreate under simulated annealing until the stop rule says so; the chain ends as the best plan found. */
export function improve(search: Search): Incumbent {
  const { chain, stop, crew, onIncumbent, onWaypoint } = search;
  const { model } = chain;
  let company: Company | null = null;
  const anneal = makeAnneal({
    ...search,
    onBetter: () => {
      if (crew?.deals === undefined) onIncumbent?.(anneal.best(), anneal.complete());
    },
  });
  const windows = timed(model);
  const cooling = makeCooling(model.n, meanArc(chain, windows), {
    windows,
    warm: search.warm ?? false,
    breeds: onWaypoint !== undefined,
    routes: chain.used.reduce((sum, one) => sum + one, 0),
  });
  if (crew)
    company = shares(crew) ? makeSharing(model, anneal, { ...crew, onIncumbent }) : makeMeeting(crew, anneal, cooling);
  let waypoint = stride;

  for (let iteration = 0; !stop.done(); iteration += patience) {
    const spent = Math.min(1, stop.elapsed_s() / stop.total_s);
    const temperature = cooling.temperature(iteration, spent);
    if (onWaypoint && anneal.complete()) {
      if (cooling.over(spent)) break;
      if (spent >= waypoint) {
        onWaypoint(company === null ? anneal.routes() : company.whole());
        waypoint = spent + stride;
      }
    }
    company?.look(spent, temperature);
    for (let i = 0; i < patience; i++) anneal.iterate(temperature);
  }
  const best = company === null ? anneal.best() : company.end();
  rebuild(chain, best.routes);
  chain.commit();
  return best;
}

/**
 * What an arc of the plan costs on average. With windows only those between stops count: with many short routes the long ways out
 * and home would make the search several times too hot.
 */
function meanArc({ model, next, gap, arcs }: Chain, between: boolean): number {
  const { paid } = model.classes[0]!;
  const service = paid.reduce((sum, one) => sum + one, 0) / Math.max(1, model.n);
  if (!between) return Math.max(1, arcs() / Math.max(1, model.n) - service);
  let sum = 0;
  let count = 0;
  for (let stop = 0; stop < model.n; stop++) {
    if (next[stop]! < 0 || next[stop]! >= model.n) continue;
    sum += gap[stop]! - paid[next[stop]!]!;
    count++;
  }
  return Math.max(1, count > 0 ? sum / count : arcs() / Math.max(1, model.n) - service);
}

/** Shows the others the best plan, and goes on from theirs where that is better and the time has come. */
function makeMeeting({ board, seat }: Crew, anneal: Anneal, cooling: Cooling): Company {
  let shown = Infinity;
  let next = 0;
  const show = (): void => {
    const best = anneal.best();
    if (best.cost >= shown) return;
    board.show(seat, best);
    shown = best.cost;
  };
  return {
    look(spent) {
      show();
      if (next === meetings.length || spent < meetings[next]!) return;
      while (next < meetings.length && spent >= meetings[next]!) next++;
      const better = cooling.runs() === 1 ? board.cheaper(seat, anneal.best().cost) : null;
      if (better) anneal.goOnFrom(better.routes);
    },
    whole: () => anneal.routes(),
    end() {
      show();
      return anneal.best();
    },
  };
}
