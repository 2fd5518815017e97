import type { Work } from '../../platform/work.ts';
import { claimedCart, LEASE_MS, type Cart, type OpenTask } from '../../waves/index.ts';
import type { Session } from '../flow.ts';

/** Where a picker's device stands. */
export interface PickState {
  batchId?: string | undefined;
  cart?: string | undefined;
  /** The bin last scanned. */
  bin?: string | undefined;
  /** The line that the rest is about. */
  taskId?: string | undefined;
  /** Units in hand. */
  counted?: number | undefined;
  /** A lot or serial number that must be scanned before the units count. */
  proof?: { kind: 'lot' | 'serial'; value: string } | undefined;
  /** Units found of a line that is short. */
  short?: { found: number; reason: string } | undefined;
  /** A tote scanned once that is not on the cart. */
  addTote?: string | undefined;
}

/** What the claimed cart of a device still has to do. */
export interface Tour {
  cart: Cart;
  batchId: string;
  slots: Cart['slots'];
  /** The first slot that has work and no tote yet. */
  freeSlot: number | undefined;
  task: OpenTask | undefined;
  /** The tote in the task's slot. */
  toteCode: string | null;
  atBin: boolean;
  nextBin: string | undefined;
  done: number;
  total: number;
}

/** Of a device that has no cart, or no longer, nothing. */
export async function loadTour(work: Work, session: Session, tasks = 1): Promise<Tour | undefined> {
  const { batchId } = session.state as PickState;
  if (batchId === undefined) return undefined;
  const cart = await claimedCart(work.tx, session.siteId, work.actor.userId, tasks);
  return cart?.batchId === batchId ? tourOf(session, cart) : undefined;
}

function tourOf(session: Session, cart: Cart): Tour {
  const { batchId, slots, freeSlots, openBins, total } = cart;
  const [task] = cart.tasks;
  const tour: Tour = {
    cart,
    batchId,
    slots,
    freeSlot: freeSlots[0],
    task,
    toteCode: slots.find(({ slot }) => slot === task?.slot)?.toteCode ?? null,
    atBin: false,
    nextBin: openBins.find((bin) => bin !== task?.binCode),
    done: total - openBins.length,
    total,
  };
  return seenFrom(session, tour);
}

/** The same tour after a scan that moved only the picker. */
export function seenFrom(session: Session, tour: Tour): Tour {
  const { bin } = session.state as PickState;
  return { ...tour, atBin: tour.task !== undefined && bin === tour.task.binCode };
}

/** The same tour once so many units of its task lie in their tote. */
export function afterPick(session: Session, { cart }: Tour, quantity: number): Tour {
  const [task, ...then] = cart.tasks as [OpenTask, ...OpenTask[]];
  const picked = task.picked + quantity;
  if (picked < task.quantity) return tourOf(session, { ...cart, tasks: [{ ...task, picked }, ...then] });
  return tourOf(session, { ...cart, openBins: cart.openBins.slice(1), tasks: then });
}

/** The same tour once a tote stands in a slot. */
export function afterBind(session: Session, { cart }: Tour, bound: { slot: number; toteCode: string }): Tour {
  const slots = cart.slots.map((place) => (place.slot === bound.slot ? bound : place));
  return tourOf(session, { ...cart, slots, freeSlots: cart.freeSlots.filter((slot) => slot !== bound.slot) });
}

/** Units of a line that the picker is to take now: what was found of it, if it is short. */
export function askedOf(state: PickState, task: OpenTask): number {
  const short = state.taskId === task.taskId ? state.short : undefined;
  return short?.found ?? task.quantity - task.picked;
}

/** Units of a line in the picker's hand. */
export function countedOf(state: PickState, task: OpenTask): number {
  return state.taskId === task.taskId ? (state.counted ?? 0) : 0;
}

/** Before the next line: what is in hand, and what was said about this one. The bin stays, the next may be there too. */
export function forget(session: Session): void {
  const { batchId, cart, bin } = session.state as PickState;
  session.state = { batchId, cart, bin };
}

/** The heartbeat is written once in half a minute, not with every scan. */
const FRESH_MS = LEASE_MS - 30_000;

export const isFresh = ({ cart }: Tour, at: Date) => cart.leaseUntil - at.getTime() > FRESH_MS;
