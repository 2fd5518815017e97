import { mayUseSite } from '../auth/index.ts';
import { layoutOf } from '../layout/index.ts';
import { orderFacts } from '../orders/index.ts';
import { conclude } from '../platform/answerApart.ts';
import { done, refuse, type Outcome } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import type { Database } from '../platform/database.ts';
import { transact } from '../platform/transact.ts';
import type { Work } from '../platform/work.ts';
import { allocateDue } from './allocateDue.ts';
import { launch } from './launch.ts';
import { byAffinity, CHUNK, chunked, PLANNER_DEAD_MS, SOLVE_S, toursOf, type Tour } from './rules.ts';
import type { PlanWave, Planned } from './schema.ts';
import {
  insertWave,
  lockWave,
  notePlanned,
  takeOverLoose,
  tasksToBatch,
  type LeftOut,
  type NewBatch,
} from './store.ts';
import { cartsOf, floorOf, pathsOf, type Floor } from './walk.ts';

/**
 * Plans and launches a wave: allocates due orders in one transaction, batches and sequences them without holding any
 * lock, and puts them on the floor in another. What a planner that died between the two has allocated is taken in, by the
 * repeat of its key into its own wave.
 * @returns `wave_cancelled` where somebody has stopped it meanwhile, `nothing_due` with the orders that had to stay promised and why
 */
export async function planWave(work: Work, input: PlanWave): Promise<Outcome<Planned>> {
  const db = work.tx as Database;
  const { waveId = work.underKey?.makesId ?? newId() } = input;
  const { siteId } = input;
  const taken = await transact(db, work, (work) => take(work, waveId, input));
  if (taken.refused) return taken;
  const tasks = await tasksToBatch(db, siteId, waveId);
  const orders = await orderFacts(db, [...new Set(tasks.map((task) => task.orderId))]);
  const tours = toursOf(tasks, (orderId) => orders.get(orderId)?.promiseBy ?? null);
  const plan = await planCarts(
    await floorOf(db, siteId, [...new Set(tasks.map((t) => t.binCode))]),
    tours,
    input.cartSlots,
  );
  const planned: Planned = {
    waveId,
    state: 'released',
    orders: tours.length,
    units: tasks.reduce((sum, task) => sum + task.quantity, 0),
    batches: plan.batches.length,
    walk_m: Math.round(plan.walk_mm / 1000),
    single_m: Math.round(plan.single_mm / 1000),
    solved: plan.solved,
    leftOut: taken.value,
  };
  return conclude(work, async (work) => {
    const launched = await launch(work, { siteId, waveId, ...plan });
    return launched.refused ? launched : done(planned);
  });
}

async function take(work: Work, waveId: string, input: PlanWave): Promise<Outcome<LeftOut[]>> {
  const { siteId, cutOffId, dueBy, orderIds, maxOrders, partly } = input;
  const closed = mayUseSite(work, siteId);
  if (closed) return closed;
  await layoutOf(work.tx, siteId);
  if (!(await insertWave(work, { siteId, waveId, cutOffId, dueBy }))) {
    const known = await lockWave(work.tx, siteId, waveId);
    const goesOn = work.underKey?.isTakenOver === true && known?.state === 'planned';
    if (!goesOn) return refuse('wave_cancelled', 'This plan is over', { got: known?.state });
  }
  await takeOverLoose(work, siteId, waveId, new Date(work.at.getTime() - PLANNER_DEAD_MS));
  const left = await allocateDue(work, waveId, { siteId, cutOffId, dueBy, orderIds, limit: maxOrders, partly });
  if (left.refused) return left;
  const orders = await notePlanned(work, siteId, waveId, left.value);
  if (orders === 0) return refuse('nothing_due', 'No order is due that can be picked', { details: left.value });
  return left;
}

export interface CartPlan {
  batches: NewBatch[];
  walk_mm: number;
  single_mm: number;
  solved: boolean;
}

/** Orders onto carts, by affinity and then by the solver in chunks; every cart's tasks in walking order. */
async function planCarts(floor: Floor, tours: Tour[], slots: number): Promise<CartPlan> {
  const chunks = chunked(byAffinity(tours, floor.spots), CHUNK);
  // two solver threads share the calls
  const seconds = Math.min(1, (2 * SOLVE_S) / Math.max(1, chunks.length));
  const carts = (await Promise.all(chunks.map((chunk) => cartsOf(floor, chunk, slots, seconds)))).flat();
  const walks = carts.map((cart) => [...new Set(cart.flatMap((tour) => tour.bins))]);
  const paths = await pathsOf(floor, walks);
  const singles = await pathsOf(
    floor,
    tours.map((tour) => tour.bins),
  );
  const batches = carts.map((cart, i) => batchOf(cart, paths[i]!.bins, paths[i]!.walk_mm));
  const sum = (list: { walk_mm: number }[]) => list.reduce((total, { walk_mm }) => total + walk_mm, 0);
  return { batches, walk_mm: sum(paths), single_mm: sum(singles), solved: floor.solved };
}

function batchOf(cart: Tour[], bins: string[], walk_mm: number): NewBatch {
  const place = new Map(bins.map((bin, at) => [bin, at + 1]));
  const due = cart.flatMap((tour) => (tour.dueBy === null ? [] : [tour.dueBy.getTime()]));
  return {
    batchId: newId(),
    dueBy: due.length === 0 ? null : new Date(Math.min(...due)),
    slots: cart.length,
    walk_mm,
    orders: cart.map(({ sellerId, orderId }, at) => ({ slot: at + 1, sellerId, orderId })),
    tasks: cart.flatMap((tour, at) =>
      tour.tasks.map(({ taskId, binCode }) => ({ taskId, slot: at + 1, seq: place.get(binCode)! })),
    ),
  };
}
