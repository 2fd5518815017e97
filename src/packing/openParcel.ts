import { setTimeout } from 'node:timers/promises';
import { mayUseSite } from '../auth/index.ts';
import { itemsById } from '../catalogue/index.ts';
import { balancesAt, totePlace } from '../inventory/index.ts';
import { takeSsccs } from '../layout/index.ts';
import { orderFacts } from '../orders/index.ts';
import { done, notFound, refuse, type Outcome, type Refused } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import { solve } from '../platform/solve.ts';
import type { Work } from '../platform/work.ts';
import { orderOfTote } from '../waves/index.ts';
import { cartonProblem, coldest, smallestFor, type Piece } from './rules.ts';
import type { OpenParcel, ParcelShown } from './schema.ts';
import { shownOf } from './showParcel.ts';
import { fillingFrom, insertParcel, openCartons, parcelById } from './store.ts';

/**
 * Starts the next parcel of the order whose goods lie in a tote, with the cartons that the solver proposes for them; a
 * parcel already begun from it is gone on with. Refuses `pack_nothing_here`, `pack_still_picking`, `pack_on_hold`,
 * `pack_cancelled`.
 */
export async function openParcel(work: Work, input: OpenParcel): Promise<Outcome<ParcelShown>> {
  const { siteId } = input;
  const closed = mayUseSite(work, siteId);
  if (closed) return closed;
  const source = totePlace(input.tote);
  const begun = await fillingFrom(work.tx, siteId, source);
  if (begun !== undefined) return done(await shownOf(work, begun), 200);
  const use = await orderOfTote(work.tx, siteId, input.tote);
  if (use === undefined) return refuse('pack_nothing_here', 'No order to pack in here', { got: input.tote });
  const { orderId } = use;
  if (use.laneCode === null) {
    return refuse('pack_still_picking', 'This tote is still being picked', { got: input.tote });
  }
  const order = (await orderFacts(work.tx, [orderId])).get(orderId);
  if (order === undefined) return notFound('order');
  const stopped = refuseOrder(order);
  if (stopped) return stopped;
  const lying = await balancesAt(work.tx, siteId, source);
  if (lying.length === 0) return refuse('pack_nothing_here', 'Nothing to pack in here', { got: input.tote });
  const items = new Map(
    (
      await itemsById(
        work.tx,
        lying.map(({ itemId }) => itemId),
      )
    ).map((item) => [item.itemId, item]),
  );
  const pieces = lying.map(({ itemId, quantity }) => ({ ...items.get(itemId)!, quantity }));
  const suggested = await cartonsFor(work, siteId, pieces);
  const [sscc] = await takeSsccs(work.tx, siteId, 1);
  const parcel = {
    siteId,
    parcelId: newId(),
    sscc: sscc!,
    sellerId: order.sellerId,
    orderId,
    source,
    suggested,
    temperature: coldest(pieces.map(({ temperature }) => temperature)),
  };
  await insertParcel(work, parcel);
  return done(await shownOf(work, (await parcelById(work.tx, siteId, parcel.parcelId))!), 201);
}

/** An order that is cancelled or on hold goes no further than the packing table. */
export function refuseOrder(order: { paused: string | null; cancelAskedAt: Date | null }): Refused | undefined {
  if (order.cancelAskedAt !== null) return refuse('pack_cancelled', 'Order cancelled: put the goods back');
  if (order.paused !== null) return refuse('pack_on_hold', 'The order is on hold', { got: order.paused });
  return undefined;
}

interface CartonsAnswer {
  cartons: { id: string }[];
}

/** The packer waits for it; ordinary orders take a millisecond. */
const SOLVE_S = 0.2;
/** Longer than this the solvers are busy with something larger, a route plan say: a rule of thumb has to do. */
const PATIENCE_MS = 500;

async function cartonsFor(work: Work, siteId: string, pieces: Piece[]): Promise<string[]> {
  const cartons = await openCartons(work.tx, siteId);
  if (cartons.length === 0) return [];
  const impatient = new AbortController();
  const answer = await Promise.race([
    solve<CartonsAnswer>('cartons', cartonProblem(cartons, pieces), { seconds: SOLVE_S, seed: 1 }).catch(
      () => undefined,
    ),
    setTimeout(PATIENCE_MS, undefined, { signal: impatient.signal }).catch(() => undefined),
  ]);
  impatient.abort();
  if (answer === undefined) return smallestFor(cartons, pieces);
  return answer.cartons.map(({ id }) => id).slice(0, 20);
}
