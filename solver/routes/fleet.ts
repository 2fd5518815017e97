import type { Stop } from './model.ts';
import type { Vehicle, VroomProblem } from './problem.ts';

/** Vehicles that are alike in everything have the same type, unless a stop names one of them. */
export function typesOf({ vehicles, jobs = [], shipments = [] }: VroomProblem): { typeOf: Int32Array; types: number } {
  const tasks = [...jobs, ...shipments.flatMap(({ pickup, delivery }) => [pickup, delivery])];
  const named = new Set<number | undefined>([
    ...[...jobs, ...shipments].flatMap((request) => request.vehicles ?? []),
    ...tasks.map(({ announced }) => announced?.vehicle),
  ]);
  const known = new Map<string, number>();
  const typeOf = Int32Array.from(vehicles, (vehicle) => {
    const alike = Object.entries({
      ...vehicle,
      id: named.has(vehicle.id) ? vehicle.id : -1,
      description: '',
      steps: [],
    }).sort(([one], [other]) => (one < other ? -1 : 1));
    const key = JSON.stringify(alike);
    if (!known.has(key)) known.set(key, known.size);
    return known.get(key)!;
  });
  return { typeOf, types: known.size };
}

/** Type t may serve stop i at all: able[t * n + i]. */
export function ableOf(problem: VroomProblem, n: number, typeOf: Int32Array, types: number): Uint8Array {
  const able = new Uint8Array(types * n).fill(1);
  const needs = [...(problem.jobs ?? []), ...(problem.shipments ?? []).flatMap((shipment) => [shipment, shipment])];
  for (let type = 0; type < types; type++) {
    const { id, skills } = problem.vehicles[typeOf.indexOf(type)]!;
    const has = new Set(skills);
    needs.forEach(({ skills: need = [], vehicles }, i) => {
      const fit = need.every((skill) => has.has(skill)) && (vehicles === undefined || vehicles.includes(id));
      able[type * n + i] = fit ? 1 : 0;
    });
  }
  return able;
}

/** What every vehicle begins with; `held` is 1 for all of these stops. */
export function lockedOf(
  vehicles: Vehicle[],
  stops: Stop[],
  { numbers, reloads }: { numbers: Map<string, number>; reloads: Int32Array[] },
): { locked: Int32Array[]; held: Uint8Array } {
  const held = new Uint8Array(stops.length);
  if (vehicles.every(({ locked }) => locked === undefined)) return { locked: [], held };
  const locked = vehicles.map(({ locked: first = [] }, vehicle) =>
    Int32Array.from(first, ({ type, id }) =>
      type === 'reload' ? reloads[vehicle]![id - 1]! : numbers.get(`${type} ${id}`)!,
    ),
  );
  for (const first of locked) for (const stop of first) held[stop] = 1;
  return { locked, held };
}
