import type { VroomProblem } from './problem.ts';

/** What binds stops to one another beside shipments. */
export interface Bonds {
  /** The stops that one vehicle serves, if it serves any of them: group of a stop, -1 for none; both halves of a shipment are in. */
  group: Int32Array;
  /** Their stops, each after those that must come before it. */
  groups: Int32Array[];
  /** Stops without which, earlier on the same route, a stop is not served; empty where no order is stated. */
  before: Int32Array[];
}

/** Relations that share a stop bind all their stops to one vehicle. `numbers` maps the name of a stop to its number. */
export function bondsOf({ relations = [] }: VroomProblem, mate: Int32Array, numbers: Map<string, number>): Bonds {
  const n = mate.length;
  const group = new Int32Array(n).fill(-1);
  if (relations.length === 0) return { group, groups: [], before: [] };
  const parent = Int32Array.from({ length: n }, (_, i) => i);
  const root = (i: number): number => (parent[i] === i ? i : (parent[i] = root(parent[i]!)));
  const before: number[][] = Array.from({ length: n }, () => []);
  const bound = new Set<number>();
  const join = (one: number, other: number): void => {
    parent[root(one)] = root(other);
    bound.add(one).add(other);
  };
  for (const { type, stops } of relations) {
    const members = stops.map((stop) => numbers.get(`${stop.type} ${stop.id}`)!);
    members.forEach((stop, at) => {
      join(stop, members[0]!);
      if (type === 'in_order' && at > 0) before[stop]!.push(members[at - 1]!);
    });
  }
  for (const stop of bound) if (mate[stop]! >= 0) join(stop, mate[stop]!);
  const members = new Map<number, number[]>();
  for (const stop of [...bound].sort((one, other) => one - other)) {
    const first = root(stop);
    if (!members.has(first)) members.set(first, []);
    members.get(first)!.push(stop);
  }
  const groups = [...members.values()].map((stops) => Int32Array.from(inOrder(stops, before, mate)));
  groups.forEach((stops, number) => stops.forEach((stop) => (group[stop] = number)));
  const ordered = before.some((first) => first.length > 0);
  return { group, groups, before: ordered ? before.map((first) => Int32Array.from(first)) : [] };
}

/** Stops so sorted that each comes after those before it (depth first; Tarjan, 1976), a delivery after its pickup. */
function inOrder(stops: number[], before: number[][], mate: Int32Array): number[] {
  const sorted: number[] = [];
  const seen = new Set<number>();
  const visit = (stop: number): void => {
    if (seen.has(stop)) return;
    seen.add(stop);
    if (mate[stop]! >= 0 && mate[stop]! < stop) visit(mate[stop]!);
    for (const first of before[stop]!) visit(first);
    sorted.push(stop);
  };
  for (const stop of stops) visit(stop);
  return sorted;
}

/** The first stop of a ring in which each has to come before the next, by its number; -1 where there is none. */
export function ringIn(before: ArrayLike<number>[]): number {
  const state = new Uint8Array(before.length);
  const open = 1;
  const done = 2;
  const visit = (stop: number): boolean => {
    if (state[stop] === open) return true;
    if (state[stop] === done) return false;
    state[stop] = open;
    const found = Array.from(before[stop]!).some(visit);
    state[stop] = done;
    return found;
  };
  return before.findIndex((_, stop) => visit(stop));
}
