import { done, type Outcome } from '../platform/errors.ts';
import { foresee } from '../platform/foresee.ts';
import type { Fact, Work } from '../platform/work.ts';
import { adjust, judgeAdjustment } from './adjust.ts';
import { openHold } from './holds/openHold.ts';
import type { Adjust, Breaks, OpenHold } from './schema.ts';

/** What a hold would do to orders and checkouts; nothing of it is done. */
export async function foreseeHold(work: Work, input: OpenHold): Promise<Outcome<Breaks & { units: number }>> {
  const seen = await foresee(work, (part) => openHold(part, input));
  return seen.refused ? seen : done({ units: seen.value.value.units, ...breaksOf(seen.value.facts) });
}

/** What an adjustment would do: nothing where it would wait for a second person. */
export async function foreseeAdjustment(work: Work, input: Adjust) {
  const seen = await foresee(work, (part) => adjust(part, input));
  return seen.refused ? seen : done({ state: seen.value.value.state, ...breaksOf(seen.value.facts) });
}

/** What approving one that waits would do. */
export async function foreseeApproval(work: Work, input: { adjustmentId: string }) {
  const seen = await foresee(work, (part) => judgeAdjustment(part, { ...input, approve: true }));
  return seen.refused ? seen : done({ state: seen.value.value.state, ...breaksOf(seen.value.facts) });
}

interface Loss {
  orderId: string | null;
  promiseId?: string;
  quantity: number;
}

/** By the facts that would tell others of it. */
function breaksOf(facts: Fact[]): Breaks {
  const bodies = (kind: string) =>
    facts.filter((fact) => fact.kind === kind).map(({ body }) => body as unknown as Loss);
  const sum = (losses: Loss[]) => losses.reduce((total, { quantity }) => total + quantity, 0);
  const [broken, shed] = [bodies('inventory.allocationBroken'), bodies('inventory.promiseBroken')];
  const orders = new Set([...broken, ...shed].flatMap(({ orderId }) => orderId ?? []));
  const checkouts = new Set(shed.flatMap(({ orderId, promiseId }) => (orderId === null ? [promiseId] : [])));
  return { orders: orders.size, checkouts: checkouts.size, broken: sum(broken), short: sum(shed) };
}
