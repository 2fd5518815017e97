import { lockAllocations, settleMany, totePlace } from '../inventory/index.ts';
import { advanceMany, lockOrders } from '../orders/index.ts';
import { done, notFound, refuse, type Outcome } from '../platform/errors.ts';
import { alone, Apart, type Asked } from '../platform/gather.ts';
import { tell, type Work } from '../platform/work.ts';
import { picked } from './events.ts';
import { decidePick } from './rules.ts';
import { addPicked, holdSlots, liveUse, lockTasks, type HeldSlot, type Task } from './store.ts';

export interface Pick {
  siteId: string;
  taskId: string;
  /** Of the task's order. */
  sellerId: string;
  orderId: string;
  quantity: number;
  toteCode: string;
}

type Picked = Outcome<{ left: number }>;

/** Units of one task leave their bin for the tote of their order. */
export function pick(work: Work, input: Pick): Promise<Picked> {
  return alone(pickMany, work, input);
}

/**
 * Picks at one site, each judged for itself: one that is refused takes nothing from the others. All that is to be judged is
 * locked in one round trip: tasks and their carts, then orders, the stock after them.
 * @returns for each `task_done`, `task_taken`, `lease_lost`, `order_cancelled`, `tote_order`, `wrong_tote`, `over_pick`
 */
export async function pickMany(asked: Asked<Pick>[]): Promise<Picked[]> {
  if (asked.length === 0) return [];
  const [{ work, input }] = asked as [Asked<Pick>];
  const { tx } = work;
  const { siteId } = input;
  const inputs = asked.map((one) => one.input);
  const taskIds = inputs.map(({ taskId }) => taskId);
  // one behind the other on the same connection
  const [locked, held, orders, allocations] = await Promise.all([
    lockTasks(tx, siteId, taskIds),
    holdSlots(tx, siteId, taskIds),
    lockOrders(tx, inputs),
    lockAllocations(tx, siteId, taskIds),
  ]);
  const tasks = new Map(locked.map((task) => [task.taskId, task]));
  const slots = new Map(held.map((slot) => [slot.taskId, slot]));
  const outcomes: Picked[] = [];
  const wanted: Wanted[] = [];
  for (const [at, { work, input }] of asked.entries()) {
    const task = tasks.get(input.taskId);
    const decided = task === undefined ? notFound('task') : await pickOne(work, input, task, slots.get(input.taskId));
    outcomes.push(decided);
    if (!decided.refused) wanted.push({ work, input, task: task!, at });
  }
  const moves = wanted.map(({ work, input, task }) => ({ work, input: moveOf(task, input) }));
  const moved = advanceMany(moves, orders);
  const free = wanted.filter(({ at }, no) => keepGoing(outcomes, at, moved[no]!));
  addPicked(
    work,
    siteId,
    free.map(({ input }) => input),
  );
  const settlings = free.map(({ work, input }) => ({ work, input: settlingOf(input) }));
  const settled = settleMany(settlings, allocations);
  const through = free.filter(({ at }, no) => keepGoing(outcomes, at, settled[no]!));
  // its order has moved already
  if (through.length < free.length && asked.length > 1) throw new Apart();
  for (const { work, input, task } of through) {
    const { sellerId, orderId, batchId, taskId, binCode } = task;
    tell(work, picked({ siteId, sellerId, taskId, orderId, batchId }, input.quantity, binCode));
  }
  return outcomes;
}

type Wanted = Asked<Pick> & { task: Task; at: number };

function keepGoing(outcomes: Picked[], at: number, outcome: Outcome<unknown>): boolean {
  if (outcome.refused) outcomes[at] = unwanted(outcome.refusal.code) ?? outcome;
  return !outcome.refused;
}

/** The task then stands as it is left, so that the next pick of it is judged by that. */
async function pickOne(work: Work, input: Pick, task: Task, held: HeldSlot | undefined): Promise<Picked> {
  const { siteId, toteCode, quantity } = input;
  const slotTote = held?.toteCode ?? null;
  const scannedUse = slotTote === toteCode ? undefined : await liveUse(work.tx, siteId, toteCode);
  const decided = decidePick({ task, batch: held, slotTote, scannedUse, pickerId: work.actor.userId }, input);
  if (decided.refused) return decided;
  task.picked += quantity;
  if (task.picked === task.quantity) task.state = 'picked';
  return done({ left: task.quantity - task.picked });
}

const moveOf = ({ sellerId, orderId, lineNo }: Task, { quantity }: Pick) =>
  ({ sellerId, orderId, lineNo, from: 'allocated', to: 'picked', quantity }) as const;

const settlingOf = ({ siteId, taskId, quantity, toteCode }: Pick) => ({
  siteId,
  allocationId: taskId,
  quantity,
  to: totePlace(toteCode),
});

/** The floor changed it a moment ago and the task has not heard of it yet. */
function unwanted(code: string) {
  const gone = code === 'line_moved' || code === 'allocation_ended';
  return gone ? refuse('task_changed', 'This line has changed; look again') : undefined;
}
