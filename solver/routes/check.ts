import { drivingMatrix } from '../shared/matrix.ts';
import type {
  Break,
  Located,
  Route,
  Shipment,
  Step,
  Task,
  Vehicle,
  VroomProblem,
  VroomSolution,
  Window,
} from './problem.ts';

/** What a stop asks for, by its type and id. */
interface Order {
  task: Task;
  skills: number[];
  vehicles: number[] | undefined;
  /** On board from the start, and taken on or handed over at the stop. */
  aboard: number[];
  change: number[];
  shipment: Shipment | null;
}

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
    for (const step of route.steps) if (isStop(step)) once(`${step.type} ${step.id}`, where);
    const stops = route.steps.filter(isStop).map((step) => orders.get(`${step.type} ${step.id}`));
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
  const { summary } = solution;
  if (summary.routes !== solution.routes.length) faults.push(`summary.routes is ${summary.routes}`);
  if (summary.unassigned !== solution.unassigned.length) faults.push(`summary.unassigned is ${summary.unassigned}`);
  if (summary.cost !== total(solution.routes.map(({ cost }) => cost))) faults.push(`summary.cost is ${summary.cost}`);
  return faults;
}

const isStop = ({ type }: Step): boolean => type === 'job' || type === 'pickup' || type === 'delivery';
const total = (list: number[]): number => list.reduce((sum, one) => sum + one, 0);

function ordersOf(problem: VroomProblem): Map<string, Order> {
  const orders = new Map<string, Order>();
  for (const job of problem.jobs ?? []) {
    const { delivery = [], pickup = [] } = job;
    const length = Math.max(delivery.length, pickup.length);
    const change = Array.from({ length }, (_, d) => (pickup[d] ?? 0) - (delivery[d] ?? 0));
    const { skills = [], vehicles } = job;
    orders.set(`job ${job.id}`, { task: job, skills, vehicles, aboard: delivery, change, shipment: null });
  }
  for (const shipment of problem.shipments ?? []) {
    const { amount = [], skills = [], vehicles, pickup, delivery } = shipment;
    const handedOver = amount.map((units) => -units);
    orders.set(`pickup ${pickup.id}`, { task: pickup, skills, vehicles, aboard: [], change: amount, shipment });
    orders.set(`delivery ${delivery.id}`, {
      task: delivery,
      skills,
      vehicles,
      aboard: [],
      change: handedOver,
      shipment,
    });
  }
  return orders;
}

/** Travel between two places in seconds and metres, and what the vehicle costs on the way. */
function travel(
  problem: VroomProblem,
  vehicle: Vehicle,
  from: Located,
  to: Located,
): { s: number; m: number; cost: number } {
  const { profile = 'car', speed_factor = 1, costs = {} } = vehicle;
  const tables = problem.matrices?.[profile] ?? drivingMatrix([from.location!, to.location!]);
  const [here, there] = problem.matrices ? [from.location_index!, to.location_index!] : [0, 1];
  const s = Math.round(tables.durations[here]![there]! / speed_factor);
  const m = tables.distances?.[here]?.[there] ?? 0;
  const table = 'costs' in tables ? tables.costs : undefined;
  const priced = (s * (costs.per_hour ?? 3600)) / 3600 + (m * (costs.per_km ?? 0)) / 1000;
  return { s, m, cost: table?.[here]?.[there] ?? priced };
}

function endsOf(vehicle: Vehicle): [Located | null, Located | null] {
  const spot = (location: [number, number] | undefined, index: number | undefined): Located | null =>
    location === undefined && index === undefined ? null : { location: location!, location_index: index! };
  return [spot(vehicle.start, vehicle.start_index), spot(vehicle.end, vehicle.end_index)];
}

const within = (windows: Window[] | undefined, time: number): boolean =>
  windows === undefined || windows.some(([from, to]) => from <= time && time <= to);

function clockFaults(problem: VroomProblem, vehicle: Vehicle, { steps }: Route, stops: Order[]): string[] {
  const faults: string[] = [];
  const [start, end] = endsOf(vehicle);
  const shift = vehicle.time_window === undefined ? undefined : [vehicle.time_window];
  const breaks = [...(vehicle.breaks ?? [])];
  let place = start;
  let driven = 0;
  let leftAt = steps[0]?.arrival ?? 0;
  let drivenBefore = 0;
  let stop = 0;
  for (const step of steps) {
    const named = `${step.type} ${step.id ?? ''}`.trim();
    const begin = step.arrival + step.waiting_time;
    if (step.arrival !== leftAt + step.duration - drivenBefore)
      faults.push(`${named} arrives at ${step.arrival}, not on time`);
    if (step.waiting_time < 0) faults.push(`${named} waits ${step.waiting_time}`);
    if (!within(shift, step.arrival)) faults.push(`${named} at ${step.arrival} is outside the shift`);
    if (step.type === 'break') {
      faults.push(...breakFaults(breaks, step, begin));
    } else {
      const here = step.type === 'start' ? start : step.type === 'end' ? end : stops[stop]!.task;
      if (place && here) driven += travel(problem, vehicle, place, here).s;
      if (step.duration !== driven) faults.push(`${named} after ${step.duration} s of driving instead of ${driven}`);
      if (isStop(step)) {
        const { task } = stops[stop++]!;
        const elsewhere = place === null || !together(place, task);
        if (step.service !== (task.service ?? 0)) faults.push(`${named} is served in ${step.service}`);
        if (step.setup !== (elsewhere ? (task.setup ?? 0) : 0)) faults.push(`${named} is set up in ${step.setup}`);
        const late_s = latenessAt(task, begin);
        if (late_s !== (step.lateness ?? 0)) faults.push(`${named} is late by ${step.lateness}, not ${late_s}`);
        if (late_s > 0 ? begin > (task.late!.until ?? begin) : !within(task.time_windows, begin))
          faults.push(`${named} begins at ${begin}, outside its windows`);
      }
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

/** How long after the end of a soft window a stop begins. */
function latenessAt({ late, time_windows }: Task, begin: number): number {
  return late && time_windows ? Math.max(0, begin - time_windows.at(-1)![1]) : 0;
}

function together(one: Located, other: Located): boolean {
  if (one.location_index !== undefined && other.location_index !== undefined)
    return one.location_index === other.location_index;
  return one.location?.join() === other.location?.join();
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
  const dimensions = Math.max(vehicle.capacity?.length ?? 0, ...stops.map(({ change }) => change.length));
  for (let d = 0; d < dimensions; d++) {
    const most = vehicle.capacity?.[d] ?? 0;
    let load = total(stops.map(({ aboard }) => aboard[d] ?? 0));
    let stop = 0;
    for (const step of steps) {
      if (isStop(step)) load += stops[stop++]!.change[d] ?? 0;
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
  if (stops.length > (vehicle.max_tasks ?? Infinity)) faults.push(`${stops.length} tasks`);
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

function costFaults(problem: VroomProblem, vehicle: Vehicle, route: Route, stops: Order[]): string[] {
  const spots = [endsOf(vehicle)[0], ...route.steps.filter(isStop), endsOf(vehicle)[1]].filter((spot) => spot !== null);
  let cost = vehicle.costs?.fixed ?? 0;
  for (let i = 1; i < spots.length; i++) cost += travel(problem, vehicle, spots[i - 1]!, spots[i]!).cost;
  stops.forEach(({ task }, at) => {
    const { arrival, waiting_time } = route.steps.filter(isStop)[at]!;
    cost += (latenessAt(task, arrival + waiting_time) * (task.late?.per_hour ?? 0)) / 3600;
  });
  // Each arc is priced to a thousandth, or coarser where prices are very high.
  return Math.abs(cost - route.cost) <= 1 + cost * 1e-6 + spots.length / 1000
    ? []
    : [`cost ${route.cost} instead of ${cost}`];
}
