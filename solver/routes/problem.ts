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
  time_windows?: Window[];
  /** Makes the end of the last window soft: what an hour of lateness costs, and the latest moment at all. Not VROOM's. */
  late?: { per_hour: number; until?: number };
}

export interface Job extends Task {
  delivery?: number[];
  pickup?: number[];
  skills?: number[];
  priority?: number;
  /** Only these vehicles may serve it, by id. Not part of the VROOM format. */
  vehicles?: number[];
}

export interface Shipment {
  pickup: Task;
  delivery: Task;
  amount?: number[];
  skills?: number[];
  priority?: number;
  /** As for a job. */
  vehicles?: number[];
}

export interface Break {
  id: number;
  time_windows?: Window[];
  service?: number;
  max_load?: number[];
}

export interface VehicleCosts {
  fixed?: number;
  per_hour?: number;
  per_km?: number;
}

export interface Vehicle {
  id: number;
  profile?: string;
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
  /** From leaving the start to reaching the end, service, waiting and breaks included. This and what follows is not VROOM's. */
  max_duration?: number;
  /** Shipments are unloaded in the reverse order of their loading. */
  lifo?: boolean;
  /** Its first stops, in this order: what has been announced or loaded, and stays as it is. */
  locked?: { type: 'job' | 'pickup' | 'delivery'; id: number }[];
}

export interface Matrices {
  durations: ArrayLike<number>[];
  distances?: ArrayLike<number>[];
  costs?: ArrayLike<number>[];
}

export interface VroomProblem {
  vehicles: Vehicle[];
  jobs?: Job[];
  shipments?: Shipment[];
  matrices?: Record<string, Matrices>;
}

export type StepType = 'start' | 'job' | 'pickup' | 'delivery' | 'break' | 'end';

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
}

export interface Route extends Totals {
  vehicle: number;
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
  | 'fleet_exhausted';

/** One change that would be enough for a stop to be served in this plan, where all else stays as it is. */
export interface Relaxation {
  /**
   * capacity: `by` units more in the dimension that is short; window: its own window closes `by` seconds later; shift: that of the
   * vehicle does; limits: no limit of tasks, travel or length; skills: the vehicle may serve it; vehicle: one more of this kind.
   */
  rule: 'capacity' | 'window' | 'shift' | 'limits' | 'skills' | 'vehicle';
  by: number;
  /** Of a capacity: which one is short. */
  dimension?: number;
  vehicle: number;
  /** What that one more vehicle must be given beside, where one alike is not enough. */
  also?: { rule: Exclude<Relaxation['rule'], 'vehicle'>; by: number; dimension?: number };
  /** What the plan would cost more. */
  cost: number;
}

export interface Unassigned extends Located {
  id: number;
  type: 'job' | 'pickup' | 'delivery';
  /** The one thing that, relaxed, would let a vehicle serve it. */
  reason: { code: ReasonCode; text: string };
  /** Cheapest for the plan first. */
  relaxations?: Relaxation[];
}

export interface VroomSolution {
  code: 0;
  summary: Totals & { routes: number; unassigned: number };
  unassigned: Unassigned[];
  routes: Route[];
}
