import { reloadOf } from './checkTravel.ts';
import type { Shipment, Step, Task, Vehicle, VroomProblem } from './problem.ts';

/** What a stop asks for. */
export interface Order {
  task: Task;
  skills: number[];
  vehicles: number[] | undefined;
  /** What a job gets, what it gives, and what a shipment brings on board or takes off. */
  gets: number[];
  gives: number[];
  carries: number[];
  shipment: Shipment | null;
  reload: boolean;
}

export const isStop = ({ type }: Step): boolean =>
  type === 'job' || type === 'pickup' || type === 'delivery' || type === 'reload';

/** Orders by type and id. */
export function ordersOf(problem: VroomProblem): Map<string, Order> {
  const orders = new Map<string, Order>();
  for (const job of problem.jobs ?? []) {
    const { skills = [], vehicles, delivery: gets = [], pickup: gives = [] } = job;
    const order = { task: job, skills, vehicles, gets, gives, carries: [], shipment: null, reload: false };
    orders.set(`job ${job.id}`, order);
  }
  for (const shipment of problem.shipments ?? []) {
    const { amount = [], skills = [], vehicles, pickup, delivery } = shipment;
    const half = { skills, vehicles, gets: [], gives: [], shipment, reload: false };
    orders.set(`pickup ${pickup.id}`, { ...half, task: pickup, carries: amount });
    orders.set(`delivery ${delivery.id}`, { ...half, task: delivery, carries: amount.map((units) => -units) });
  }
  return orders;
}

/** What stands for a stop where a vehicle reloads. */
export function reloadOrder(vehicle: Vehicle, id: number): Order {
  const { service = 0, time_windows } = vehicle.reload ?? { max: 0 };
  const task: Task = { ...reloadOf(vehicle), id, service, ...(time_windows && { time_windows }) };
  return { task, skills: [], vehicles: undefined, gets: [], gives: [], carries: [], shipment: null, reload: true };
}

/** What is on board after so many of the stops, in one dimension, by what that means. */
export function aboardAfter(stops: Order[], served: number, d: number): number {
  const reloads = stops.flatMap(({ reload }, at) => (reload ? [at] : []));
  const last = reloads.findLast((at) => at < served) ?? -1;
  const next = reloads.find((at) => at >= served) ?? stops.length;
  const sum = (list: Order[], key: 'gets' | 'gives' | 'carries'): number =>
    list.reduce((all, order) => all + (order[key][d] ?? 0), 0);
  return (
    sum(stops.slice(served, next), 'gets') +
    sum(stops.slice(last + 1, served), 'gives') +
    sum(stops.slice(0, served), 'carries')
  );
}
