/** The VROOM JSON problem and solution formats, as far as they are understood here. Times in seconds, lengths in metres. */
export type Place = [longitude: number, latitude: number];
export type Window = [from: number, to: number];

export interface Located {
  location?: Place;
  location_index?: number;
}

export interface Task extends Located {
  id: number;
  description?: string;
  setup?: number;
  service?: number;
  /** By the type of the vehicle that comes; the times above for every other. */
  setup_per_type?: Record<string, number>;
  service_per_type?: Record<string, number>;
  time_windows?: Window[];
  /** Makes the end of the last window soft: what an hour of lateness costs, and the latest moment at all. Not VROOM's. */
  late?: { per_hour: number; until?: number };
  /**
   * What somebody was told: the vehicle that comes and when service begins. Another vehicle costs `move`, an hour before or after
   * `begin`, beyond `slack` seconds, costs `per_hour`. Not VROOM's.
   */
  announced?: { vehicle?: number; move?: number; begin?: number; slack?: number; per_hour?: number };
}

export interface Job extends Task {
  delivery?: number[];
  pickup?: number[];
  skills?: number[];
  priority?: number;
  /** Only these vehicles may serve it, by id. Not part of the VROOM format. */
  vehicles?: number[];
  /** It may be left out, at this price. Not part of the VROOM format. */
  skip_price?: number;
}

export interface Shipment {
  pickup: Task;
  delivery: Task;
  amount?: number[];
  skills?: number[];
  priority?: number;
  /** As for a job. */
  vehicles?: number[];
  skip_price?: number;
}

export interface Break {
  id: number;
  description?: string;
  time_windows?: Window[];
  service?: number;
  max_load?: number[];
}

export interface VehicleCosts {
  fixed?: number;
  per_hour?: number;
  /** Of an hour of setup and service. */
  per_task_hour?: number;
  per_km?: number;
}

/** Where a vehicle may come back between two stops, at most `max` times: what it collected goes off, what is next comes on board. */
export interface Reload extends Located {
  max: number;
  service?: number;
  time_windows?: Window[];
  /** Of each time that it comes back. */
  price?: number;
}

/** A stop of the problem, or the first, second … reload of its vehicle. */
export interface StopName {
  type: 'job' | 'pickup' | 'delivery' | 'reload';
  id: number;
}

/** What a vehicle does at some turn of a plan to begin with: only stops and reloads count. */
export interface VehicleStep {
  type: StepType;
  id?: number;
}

export interface Vehicle {
  id: number;
  description?: string;
  profile?: string;
  type?: string;
  start?: Place;
  start_index?: number;
  end?: Place;
  end_index?: number;
  capacity?: number[];
  costs?: VehicleCosts;
  skills?: number[];
  time_window?: Window;
  breaks?: Break[];
  speed_factor?: number;
  max_tasks?: number;
  max_travel_time?: number;
  max_distance?: number;
  /** The search begins with these routes. */
  steps?: VehicleStep[];
  /** From leaving the start to reaching the end, service, waiting and breaks included. This and what follows is not VROOM's. */
  max_duration?: number;
  /** Shipments are unloaded in the reverse order of their loading. */
  lifo?: boolean;
  /** Its first stops, in this order: what has been announced or loaded, and stays as it is. */
  locked?: StopName[];
  /** Without a location of its own it is where the vehicle starts. */
  reload?: Reload;
  /** What each hour of work (driving, setup, service) costs that it has less than `time` seconds, driving or not. */
  min_work?: { time: number; per_hour: number };
}

export interface Matrices {
  durations: ArrayLike<number>[];
  distances?: ArrayLike<number>[];
  costs?: ArrayLike<number>[];
}

/**
 * same_vehicle: whatever is served of these stops is served by one vehicle. in_order: that, and a stop is served only after all
 * that stand before it.
 */
export interface Relation {
  type: 'same_vehicle' | 'in_order';
  stops: StopName[];
}

/** From this moment on roads are driven at so many per cent of the speed that the matrices tell of, until the next one. */
export interface Pace {
  from: number;
  speed: number;
}

export interface Objectives {
  /** As few vehicles as possible, before cost. */
  fewest_vehicles?: boolean;
  /** The price of an hour between the most and the least work of a vehicle in use; with `idle` those not in use count, too. */
  spread?: { per_hour: number; idle?: boolean };
}

export interface VroomProblem {
  vehicles: Vehicle[];
  jobs?: Job[];
  shipments?: Shipment[];
  matrices?: Record<string, Matrices>;
  /** Of those that VROOM's server takes: `g` asks for the lines of the routes. */
  options?: { g?: boolean };
  /** This and what follows is not VROOM's. */
  relations?: Relation[];
  /** By profile. */
  traffic?: Record<string, Pace[]>;
  objectives?: Objectives;
  /** Refuses rows as well that can be solved but are likely to be mistakes: see suspicions.ts. */
  strict?: boolean;
}

export type StepType = 'start' | 'job' | 'pickup' | 'delivery' | 'reload' | 'break' | 'end';

export interface Step extends Located {
  type: StepType;
  id?: number;
  arrival: number;
  /** Travel since the start of the route. */
  duration: number;
  distance?: number;
  setup: number;
  service: number;
  waiting_time: number;
  description?: string;
  violations: never[];
  /** Seconds after the end of a soft window. */
  lateness?: number;
  /** What is on board when the vehicle leaves this step. */
  load: number[];
}

interface Totals {
  cost: number;
  setup: number;
  service: number;
  duration: number;
  distance?: number;
  waiting_time: number;
  priority: number;
  delivery: number[];
  pickup: number[];
  /** Always empty: a plan breaks no rule. */
  violations: never[];
}

export interface Route extends Totals {
  vehicle: number;
  description?: string;
  /** Its line, where that was asked for and its places have coordinates. */
  geometry?: string;
  /** Of the cost, what other vehicles and times than those announced cost. */
  stability?: number;
  steps: Step[];
}

export type ReasonCode =
  | 'no_vehicle'
  | 'skills_missing'
  | 'larger_than_any_vehicle'
  | 'out_of_reach_in_time'
  | 'beyond_vehicle_limits'
  | 'vehicles_full'
  | 'no_time_left'
  | 'vehicle_limits_used_up'
  | 'bound_to_other_stops'
  | 'not_worth_its_price'
  | 'fleet_exhausted';

/** One change that would be enough for a stop to be served in this plan, where all else stays as it is. */
export interface Relaxation {
  /**
   * capacity: `by` units more in the dimension that is short; window: its own window closes `by` seconds later; shift: that of the
   * vehicle does; limits: no limit of tasks, travel, length or duty; skills: the vehicle may serve it; relations: they do not
   * bind it; price: leaving it out costs `by` more; vehicle: one more of this kind.
   */
  rule: 'capacity' | 'window' | 'shift' | 'limits' | 'skills' | 'relations' | 'price' | 'vehicle';
  by: number;
  /** Of a capacity: which one is short. */
  dimension?: number;
  vehicle: number;
  /** What must be given beside, where one more vehicle alike, or a higher price, is not enough. */
  also?: { rule: Relaxation['rule']; by: number; dimension?: number };
  /** What the plan would cost more. */
  cost: number;
}

export interface Unassigned extends Located {
  id: number;
  type: 'job' | 'pickup' | 'delivery';
  description?: string;
  /** The one thing that, relaxed, would let a vehicle serve it. */
  reason: { code: ReasonCode; text: string };
  /** Cheapest for the plan first. */
  relaxations?: Relaxation[];
}

export interface VroomSolution {
  code: 0;
  /** The cost is that of the routes and what is priced beside them: uneven or too little work, stops left out. */
  summary: Totals & { routes: number; unassigned: number; beside?: { spread: number; idle: number; skipped: number } };
  unassigned: Unassigned[];
  routes: Route[];
}
