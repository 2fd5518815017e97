import { waive } from './feasible.ts';
import type { Model } from './model.ts';
import { boundTo } from './planned.ts';
import type { ReasonCode } from './problem.ts';
import { makeTaking } from './takes.ts';

export interface Reason {
  code: ReasonCode;
  text: string;
}

const texts: Record<ReasonCode, string> = {
  no_vehicle: 'there is no vehicle',
  skills_missing: 'no vehicle has the skills it needs',
  larger_than_any_vehicle: 'it does not fit into any empty vehicle that has the skills',
  out_of_reach_in_time: 'no vehicle, even with nothing else to do, gets there and home inside windows and shift',
  beyond_vehicle_limits: 'it alone exceeds the tasks, travel time, length or time on duty that a vehicle may have',
  vehicles_full: 'with more room in a vehicle of this plan it would be served',
  no_time_left: 'with more time in a window or shift of this plan it would be served',
  vehicle_limits_used_up: 'with a higher limit of tasks, travel time, length or time on duty it would be served',
  bound_to_other_stops: 'if it were not bound to the vehicle or the order of other stops it would be served',
  not_worth_its_price: 'it may be left out, and to serve it would cost more than that',
  fleet_exhausted: 'every vehicle lacks more than one of room, time, limits and freedom for it',
};

/** A job alone, or the pickup and the delivery of the shipment that a stop is part of. */
export function requestOf({ mate }: Model, stop: number): number[] {
  return mate[stop]! < 0 ? [stop] : [Math.min(stop, mate[stop]!), Math.max(stop, mate[stop]!)];
}

/**
 * Why each unserved stop stayed out: the first rule that, when waived alone, lets a vehicle serve it. First for a vehicle with
 * nothing else to do, then at the best place in the finished plan.
 */
export function reasonsFor(model: Model, routes: Int32Array[], missing: number[]): Reason[] {
  const taken = makeTaking(model);
  const { n } = model;
  const empty = new Int32Array(0);

  const reason = (stop: number): ReasonCode => {
    const request = requestOf(model, stop);
    if (model.fleet === 0) return 'no_vehicle';
    const able = routes.map((_, r) => r).filter((r) => model.able[model.typeOf[r]! * n + stop] === 1);
    if (able.length === 0) return 'skills_missing';
    const samples = able.filter((r, at) => at === 0 || model.typeOf[r] !== model.typeOf[able[at - 1]!]);
    const alone = (waived: number): boolean => samples.some((r) => taken(request, r, empty, waived | waive.relations));
    if (!alone(waive.nothing)) {
      if (alone(waive.load)) return 'larger_than_any_vehicle';
      if (alone(waive.time)) return 'out_of_reach_in_time';
      return alone(waive.limits) ? 'beyond_vehicle_limits' : 'fleet_exhausted';
    }
    const bound = boundTo(model, routes, stop);
    const inPlan = (waived: number): boolean =>
      able.some((r) => {
        const free = bound < 0 || bound === r || (waived & waive.relations) !== 0;
        return free && taken(request, r, routes[r]!, waived);
      });
    if (model.skipPrice[request[0]!]! < Infinity && inPlan(waive.nothing)) return 'not_worth_its_price';
    if (inPlan(waive.load)) return 'vehicles_full';
    if (inPlan(waive.time)) return 'no_time_left';
    if (inPlan(waive.limits)) return 'vehicle_limits_used_up';
    return inPlan(waive.relations) ? 'bound_to_other_stops' : 'fleet_exhausted';
  };

  return missing.map((stop) => {
    const code = reason(stop);
    return { code, text: texts[code] };
  });
}
