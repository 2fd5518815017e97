import { returnCaps } from '../inventory/index.ts';
import type { Work } from '../platform/work.ts';
import { orderFacts } from './orderFacts.ts';
import type { Move } from './rules.ts';

/**
 * Units that were picked and that their customer does not get after all may be bought in a flash sale again, by him, too.
 * Told once they are back on the shelf, or `lost`: then only his share comes back.
 */
export async function returnShares(
  work: Work,
  { siteId, moves, lost = false }: { siteId: string; moves: Move[]; lost?: boolean },
): Promise<void> {
  const orders = await orderFacts(
    work.tx,
    moves.map(({ orderId }) => orderId),
  );
  const given = moves.flatMap(({ orderId, lineNo, quantity }) => {
    const line = orders.get(orderId)?.lines.find((one) => one.lineNo === lineNo);
    const promiseId = line?.promiseId ?? null;
    return promiseId === null ? [] : [{ siteId, promiseId, itemId: line!.itemId!, quantity }];
  });
  await returnCaps(work, given, { lost });
}
