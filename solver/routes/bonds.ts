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
  const root = (i: number): number => {
    let at = i;
    while (parent[at] !== at) at = parent[at] = parent[parent[at]!]!;
    return at;
  };
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
  const earlier = (stop: number): number[] =>
    mate[stop]! >= 0 && mate[stop]! < stop ? [mate[stop]!, ...before[stop]!] : before[stop]!;
  const groups = [...members.values()].map((stops) => Int32Array.from(inOrder(stops, earlier)));
  groups.forEach((stops, number) => stops.forEach((stop) => (group[stop] = number)));
  const ordered = before.some((first) => first.length > 0);
  return { group, groups, before: ordered ? before.map((first) => Int32Array.from(first)) : [] };
}

/**
 * Stops so sorted that each comes after those before it (Kahn, 1962), the smaller numbers first where nothing else decides; those
 * that would have to come before themselves are left out.
 */
export function inOrder(stops: readonly number[], before: (stop: number) => readonly number[]): number[] {
  const waits = new Map(stops.map((stop) => [stop, 0]));
  const after = new Map<number, number[]>();
  for (const stop of stops) {
    for (const first of before(stop)) {
      if (!waits.has(first)) continue;
      waits.set(stop, waits.get(stop)! + 1);
      if (!after.has(first)) after.set(first, []);
      after.get(first)!.push(stop);
    }
  }
  const sorted = stops.filter((stop) => waits.get(stop) === 0);
  for (let at = 0; at < sorted.length; at++) {
    for (const stop of after.get(sorted[at]!) ?? []) {
      waits.set(stop, waits.get(stop)! - 1);
      if (waits.get(stop) === 0) sorted.push(stop);
    }
  }
  return sorted;
}
