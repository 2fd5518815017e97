import type { Rng } from '../../shared/rng.ts';
import type { Ground } from './ground.ts';
import type { Prices } from './tours.ts';

/** A plan of the population: the stops of each route, what its arcs cost, and by how much it is overloaded and late. */
export interface Member {
  routes: Int32Array[];
  cost: number;
  overload: number;
  warp: number;
  /** The follower and the leader of each stop, -1 at the ends of a route. */
  next: Int32Array;
  prev: Int32Array;
}

export const feasible = ({ overload, warp }: Member): boolean => overload === 0 && warp === 0;

const smallest = 25;
const born = 40;
const elite = 4;
const closest = 5;

interface Entry {
  member: Member;
  apart: Map<Entry, number>;
  /** The smallest distances to others of the group, in order. */
  nearest: number[];
  /** Rank by cost and by how far it is from the others (0 is best), joined. */
  fitness: number;
}

/** Plans that breed: those that keep every rule and those that do not, each group culled by cost and by diversity (Vidal et al., 2012). */
export interface Population {
  add(member: Member, prices: Prices): void;
  /** The better of two drawn at random, twice, not the same if that can be. */
  parents(prices: Prices): [Member, Member];
  size(): number;
  clear(): void;
}

export function makePopulation(rng: Rng): Population {
  const groups: { feasible: Entry[]; other: Entry[] } = { feasible: [], other: [] };

  const priced = ({ member }: Entry, { load, late }: Prices): number =>
    member.cost + load * member.overload + late * member.warp;

  const crowding = ({ nearest }: Entry): number =>
    nearest.reduce((sum, one) => sum + one, 0) / Math.max(1, nearest.length);

  const nearer = ({ nearest }: Entry, far: number): void => {
    if (nearest.length === closest && far >= nearest[closest - 1]!) return;
    let at = nearest.length;
    while (at > 0 && nearest[at - 1]! > far) at--;
    nearest.splice(at, 0, far);
    if (nearest.length > closest) nearest.pop();
  };

  const rank = (group: Entry[], prices: Prices): void => {
    group.sort((one, other) => priced(one, prices) - priced(other, prices));
    const spread = [...group.keys()]
      .map((at) => [crowding(group[at]!), at] as const)
      .sort(([one], [other]) => other - one);
    const last = Math.max(1, group.length - 1);
    const weight = 1 - Math.min(elite, group.length) / Math.max(1, group.length);
    spread.forEach(([, at], place) => (group[at]!.fitness = at / last + weight * (place / last)));
  };

  const remove = (group: Entry[], entry: Entry): void => {
    group.splice(group.indexOf(entry), 1);
    for (const other of group) {
      const far = other.apart.get(entry)!;
      other.apart.delete(entry);
      if (far > other.nearest.at(-1)!) continue;
      other.nearest = [];
      for (const one of other.apart.values()) nearer(other, one);
    }
  };

  const cull = (group: Entry[], prices: Prices): void => {
    while (group.length > smallest) {
      rank(group, prices);
      let worst: Entry | null = null;
      let worstIsTwin = false;
      for (const entry of group.slice(1)) {
        const twin = entry.nearest[0] === 0;
        if (worst === null || (twin && !worstIsTwin) || (twin === worstIsTwin && entry.fitness > worst.fitness)) {
          worst = entry;
          worstIsTwin = twin;
        }
      }
      remove(group, worst!);
    }
  };

  return {
    add(member, prices) {
      const group = feasible(member) ? groups.feasible : groups.other;
      const entry: Entry = { member, apart: new Map(), nearest: [], fitness: 0 };
      for (const other of group) {
        const far = brokenPairs(member, other.member);
        entry.apart.set(other, far);
        other.apart.set(entry, far);
        nearer(entry, far);
        nearer(other, far);
      }
      group.push(entry);
      if (group.length > smallest + born) cull(group, prices);
    },
    parents(prices) {
      rank(groups.feasible, prices);
      rank(groups.other, prices);
      const all = [...groups.feasible, ...groups.other];
      const draw = (): Entry => {
        const [one, other] = [all[rng.int(all.length)]!, all[rng.int(all.length)]!];
        return one.fitness <= other.fitness ? one : other;
      };
      const first = draw();
      let second = draw();
      for (let tries = 0; tries < 10 && second === first; tries++) second = draw();
      return [first.member, second.member];
    },
    size: () => groups.feasible.length + groups.other.length,
    clear() {
      groups.feasible = [];
      groups.other = [];
    },
  };
}

/** The part of the stops that have another follower and another leader in the other plan. */
function brokenPairs(one: Member, other: Member): number {
  const { next, prev } = one;
  const { next: otherNext, prev: otherPrev } = other;
  const n = next.length;
  let broken = 0;
  for (let i = 0; i < n; i++) {
    if (next[i] !== otherNext[i] && next[i] !== otherPrev[i]) broken++;
    if (prev[i] === -1 && otherPrev[i] !== -1 && otherNext[i] !== -1) broken++;
  }
  return broken / n;
}

/** Counts a plan: its arcs, and in each route the load beyond the capacity and the lateness, which does not spread. */
export function memberOf(
  { n, rows, cost, time, weight, capacity, opens, closes, service, timed }: Ground,
  routes: Int32Array[],
): Member {
  const next = new Int32Array(n).fill(-1);
  const prev = new Int32Array(n).fill(-1);
  let sum = 0;
  let overload = 0;
  let warp = 0;
  for (const stops of routes) {
    let load = 0;
    let now = opens[n]!;
    let at = n;
    for (let i = 0; i <= stops.length; i++) {
      const to = i < stops.length ? stops[i]! : n + 1;
      sum += cost[at * rows + to]!;
      if (timed) {
        now = Math.max(opens[to]!, now + time[at * rows + to]!);
        if (now > closes[to]!) {
          warp += now - closes[to]!;
          now = closes[to]!;
        }
        now += service[to]!;
      }
      if (to < n) load += weight[to]!;
      if (at < n && to < n) {
        next[at] = to;
        prev[to] = at;
      }
      at = to;
    }
    overload += Math.max(0, load - capacity);
  }
  return { routes, cost: sum, overload, warp, next, prev };
}
