import { costFaults, latenessAt, summaryFaults } from './checkCost.ts';
import { aboardAfter, isStop, ordersOf, reloadOrder, type Order } from './checkOrders.ts';
import { drivenIn, endsOf, secondOf, together, travel } from './checkTravel.ts';
import type { Break, Located, Route, Shipment, Step, Vehicle, VroomProblem, VroomSolution, Window } from './problem.ts';

/** What is wrong with a solution, in words; nothing where it is right. Works from the problem and the steps alone. */
export function checkRoutes(problem: VroomProblem, solution: VroomSolution): string[] {
  const faults: string[] = [];
  const orders = ordersOf(problem);
  const seen = new Map<string, string>();
  const once = (key: string, where: string): void => {
    if (!orders.has(key)) faults.push(`${where}: unknown ${key}`);
    else if (seen.has(key)) faults.push(`${where}: ${key} is also in ${seen.get(key)}`);
    seen.set(key, where);
  };
  const driven = new Set<number>();
  for (const route of solution.routes) {
    const where = `vehicle ${route.vehicle}`;
    const vehicle = problem.vehicles.find(({ id }) => id === route.vehicle);
    if (driven.has(route.vehicle)) faults.push(`${where} drives twice`);
    driven.add(route.vehicle);
    if (vehicle === undefined) {
      faults.push(`${where} is unknown`);
      continue;
    }
    const named = route.steps.filter(isStop);
    for (const { type, id } of named) if (type !== 'reload') once(`${type} ${id}`, where);
    const stops = named.map(({ type, id }) =>
      type === 'reload' ? reloadOrder(vehicle, id!) : orders.get(`${type} ${id}`),
    );
    if (stops.includes(undefined)) continue;
    const known = stops as Order[];
    const found = [
      ...clockFaults(problem, vehicle, route, known),
      ...loadFaults(vehicle, route, known),
      ...limitFaults(vehicle, route, known),
      ...shipmentFaults(known),
      ...costFaults(problem, vehicle, route, known),
    ];
    faults.push(...found.map((fault) => `${where}: ${fault}`));
  }
  for (const { id, locked = [] } of problem.vehicles) {
    if (locked.length > 0 && !driven.has(id)) faults.push(`vehicle ${id} leaves its locked stops`);
  }
  for (const { type, id } of solution.unassigned) once(`${type} ${id}`, 'unassigned');
  for (const key of orders.keys()) if (!seen.has(key)) faults.push(`${key} is neither served nor unassigned`);
  return [...faults, ...relationFaults(problem, solution), ...summaryFaults(problem, solution)];
}

/** Stops that are bound to one another: on one vehicle, and none before those that must come first. */
function relationFaults({ relations = [] }: VroomProblem, { routes }: VroomSolution): string[] {
  const at = new Map<string, [vehicle: number, position: number]>();
  for (const { vehicle, steps } of routes) steps.forEach(({ type, id }, i) => at.set(`${type} ${id}`, [vehicle, i]));
  return relations.flatMap(({ type, stops }, number) => {
    const found = stops.map((stop) => at.get(`${stop.type} ${stop.id}`));
    const vehicles = new Set(found.flatMap((spot) => (spot ? [spot[0]] : [])));
    if (vehicles.size > 1) return [`relation ${number} is served by ${[...vehicles].join(' and ')}`];
    if (type !== 'in_order') return [];
    return found.flatMap((spot, i) =>
      spot && i > 0 && !(found[i - 1] && found[i - 1]![1] < spot[1]) ? [`relation ${number} is not in order`] : [],
    );
  });
}

const within = (windows: Window[] | undefined, time: number): boolean =>
  windows === undefined || windows.some(([from, to]) => from <= time && time <= to);

function clockFaults(problem: VroomProblem, vehicle: Vehicle, { steps }: Route, stops: Order[]): string[] {
  const faults: string[] = [];
  const [start, end] = endsOf(vehicle);
  const shift = vehicle.time_window === undefined ? undefined : [vehicle.time_window];
  const breaks = [...(vehicle.breaks ?? [])];
  const second = secondOf(problem, vehicle);
  let place = start;
  /** Of the present leg, in hundredths of a second of the matrix. */
  let driven = 0;
  let leftAt = steps[0]?.arrival ?? 0;
  let drivenBefore = 0;
  let stop = 0;
  for (const step of steps) {
    const named = `${step.type} ${step.id ?? ''}`.trim();
    const begin = step.arrival + step.waiting_time;
    if (step.arrival !== leftAt + step.duration - drivenBefore)
      faults.push(`${named} arrives at ${step.arrival}, not on time`);
    driven += drivenIn(problem, vehicle, leftAt, step.arrival);
    if (step.waiting_time < 0) faults.push(`${named} waits ${step.waiting_time}`);
    if (!within(shift, step.arrival)) faults.push(`${named} at ${step.arrival} is outside the shift`);
    if (step.type === 'break') {
      faults.push(...breakFaults(breaks, step, begin));
    } else {
      const here = step.type === 'start' ? start : step.type === 'end' ? end : stops[stop]!.task;
      const asked = place && here ? 100 * travel(problem, vehicle, place, here).s : 0;
      if (driven < asked || driven >= asked + second)
        faults.push(`${named} after ${driven / 100} s of the matrix instead of ${asked / 100}`);
      driven = 0;
      if (isStop(step)) faults.push(...serviceFaults(step, stops[stop++]!, { vehicle, before: place }));
      place = here ?? place;
    }
    leftAt = begin + step.setup + step.service;
    drivenBefore = step.duration;
  }
  if (!within(shift, leftAt)) faults.push(`ends at ${leftAt}, outside the shift`);
  if (breaks.length > 0) faults.push(`${breaks.length} breaks not taken`);
  if ((steps[0]?.type === 'start') !== (start !== null)) faults.push('start is not where it should be');
  if ((steps.at(-1)?.type === 'end') !== (end !== null)) faults.push('end is not where it should be');
  return faults;
}

/** What is done at a stop, when, and for how long; `before` is where the vehicle comes from. */
function serviceFaults(
  step: Step,
  { task }: Order,
  { vehicle, before }: { vehicle: Vehicle; before: Located | null },
): string[] {
  const faults: string[] = [];
  const named = `${step.type} ${step.id}`;
  const begin = step.arrival + step.waiting_time;
  const elsewhere = before === null || !together(before, task);
  const { type = '' } = vehicle;
  const service = task.service_per_type?.[type] ?? task.service ?? 0;
  const setup = task.setup_per_type?.[type] ?? task.setup ?? 0;
  if (step.service !== service) faults.push(`${named} is served in ${step.service}`);
  if (step.setup !== (elsewhere ? setup : 0)) faults.push(`${named} is set up in ${step.setup}`);
  const late_s = latenessAt(task, begin);
  if (late_s !== (step.lateness ?? 0)) faults.push(`${named} is late by ${step.lateness}, not ${late_s}`);
  if (late_s > 0 ? begin > (task.late!.until ?? begin) : !within(task.time_windows, begin))
    faults.push(`${named} begins at ${begin}, outside its windows`);
  return faults;
}

function breakFaults(breaks: Break[], step: Step, begin: number): string[] {
  const at = breaks.findIndex(({ id }) => id === step.id);
  if (at < 0) return [`break ${step.id} is unknown or taken twice`];
  const [pause] = breaks.splice(at, 1);
  const faults: string[] = [];
  if (!within(pause!.time_windows, begin)) faults.push(`break ${step.id} begins at ${begin}, outside its windows`);
  if (step.service !== (pause!.service ?? 0)) faults.push(`break ${step.id} takes ${step.service}`);
  if (pause!.max_load?.some((most, d) => step.load[d]! > most)) faults.push(`break ${step.id} with too much on board`);
  return faults;
}

function loadFaults(vehicle: Vehicle, { steps }: Route, stops: Order[]): string[] {
  const faults: string[] = [];
  const dimensions = Math.max(
    vehicle.capacity?.length ?? 0,
    ...stops.map(({ gets, gives, carries }) => Math.max(gets.length, gives.length, carries.length)),
  );
  for (let d = 0; d < dimensions; d++) {
    const most = vehicle.capacity?.[d] ?? 0;
    let served = 0;
    for (const step of steps) {
      if (isStop(step)) served++;
      const load = aboardAfter(stops, served, d);
      if (load > most) faults.push(`${step.type} ${step.id ?? ''} leaves with ${load} of ${most} in dimension ${d}`);
      if (load < 0 || step.load[d] !== load)
        faults.push(`${step.type} ${step.id ?? ''} says load ${step.load[d]}, not ${load}`);
    }
  }
  return faults;
}

function limitFaults(vehicle: Vehicle, { steps }: Route, stops: Order[]): string[] {
  const faults: string[] = [];
  const last = steps.at(-1);
  const has = new Set(vehicle.skills);
  for (const { task, skills, vehicles } of stops) {
    if (vehicles && !vehicles.includes(vehicle.id)) faults.push(`may not serve ${task.id}`);
    if (!skills.every((skill) => has.has(skill))) faults.push(`lacks a skill for ${task.id}`);
  }
  const reloads = stops.filter(({ reload }) => reload).length;
  if (reloads > (vehicle.reload?.max ?? 0)) faults.push(`${reloads} reloads`);
  const tasks = stops.length - reloads;
  if (tasks > (vehicle.max_tasks ?? Infinity)) faults.push(`${tasks} tasks`);
  if ((last?.duration ?? 0) > (vehicle.max_travel_time ?? Infinity)) faults.push(`${last?.duration} s of travel`);
  if ((last?.distance ?? 0) > (vehicle.max_distance ?? Infinity)) faults.push(`${last?.distance} m of travel`);
  const duration_s = (last?.arrival ?? 0) + wholeStay(last) - (steps[0]?.arrival ?? 0);
  if (duration_s > (vehicle.max_duration ?? Infinity)) faults.push(`${duration_s} s on duty`);
  const served = steps.filter(isStop);
  vehicle.locked?.forEach(({ type, id }, at) => {
    if (served[at]?.type !== type || served[at]?.id !== id) faults.push(`${type} ${id} is not stop ${at} as locked`);
  });
  if (vehicle.lifo) faults.push(...unloadingFaults(stops));
  return faults;
}

const wholeStay = (step: Step | undefined): number =>
  (step?.waiting_time ?? 0) + (step?.setup ?? 0) + (step?.service ?? 0);

function unloadingFaults(stops: Order[]): string[] {
  const stack: Shipment[] = [];
  const faults: string[] = [];
  for (const { shipment, task } of stops) {
    if (shipment?.pickup === task) stack.push(shipment);
    else if (shipment !== null && stack.pop() !== shipment) faults.push(`delivery ${task.id} is not on top`);
  }
  return faults;
}

function shipmentFaults(stops: Order[]): string[] {
  const open = new Set<Shipment>();
  const faults: string[] = [];
  for (const { shipment, task } of stops) {
    if (shipment === null) continue;
    if (shipment.pickup === task) open.add(shipment);
    else if (!open.delete(shipment)) faults.push(`delivery ${task.id} comes without its pickup`);
  }
  for (const { pickup } of open) faults.push(`pickup ${pickup.id} is never delivered`);
  return faults;
}
