import { Answered } from '../client.ts';
import { shipToOf, type PlannedOrder } from '../plan.ts';
import type { Person, Second } from '../schedule.ts';
import { after, type Stage } from '../stage.ts';

/** All customers of a shop: each order comes at its time; some pay later, some change their minds. */
export function makeBuyers(stage: Stage, seller: number): Person {
  const queue = stage.orders.filter((order) => order.seller === seller);
  const later: { at: Second; act: () => Promise<void> }[] = [];
  const { http, sellerId } = stage.ground.sellers[seller]!;
  let next = 0;

  async function place(order: PlannedOrder): Promise<void> {
    const units = order.lines.reduce((sum, line) => sum + line.quantity, 0);
    const note = {
      externalId: order.externalId,
      orderId: undefined as string | undefined,
      units,
      lines: order.lines.length,
      tide: order.tide,
      promised: false,
      refused: undefined as string | undefined,
      cancelAsked: false,
    };
    stage.notes.orders.set(order.externalId, note);
    stage.notes.count(stage.schedule.now, 'ordered');
    const promiseBy = stage.promiseBy(stage.tides[order.tide]!.deliverBy).toISOString();
    // a running instance has a clock of its own: only there does the shop say when
    const byZone = stage.site.drivenClock;
    try {
      const placed = await http.post<{ orderId: string; state: string; promiseBy: string }>('/v1/orders', {
        sellerId,
        siteId: stage.ground.siteId,
        channel: 'day',
        externalId: order.externalId,
        paid: !order.paysLater,
        lines: order.lines.map(({ sku, quantity }) => ({ itemId: stage.ground.itemIds.get(sku)!, quantity })),
        shipTo: shipToOf(order),
        ...(byZone ? {} : { promiseBy }),
      });
      if (byZone && placed.promiseBy === promiseBy) stage.notes.dispatch.zonePromises += 1;
      else if (byZone) stage.notes.problem(`${order.externalId}: promised by ${placed.promiseBy}, not ${promiseBy}`);
      note.orderId = placed.orderId;
      note.promised = placed.state === 'promised';
      if (order.paysLater) later.push({ at: stage.schedule.now + 600, act: () => pay(order, placed.orderId) });
      if (order.fate === 'cancels') {
        const at = stage.schedule.now + 900 + stage.random.int(5400);
        later.push({ at, act: () => cancel(order, placed.orderId) });
      }
    } catch (error) {
      if (!(error instanceof Answered)) throw error;
      note.refused = error.code;
    }
  }

  async function pay(order: PlannedOrder, orderId: string): Promise<void> {
    const note = stage.notes.orders.get(order.externalId)!;
    try {
      const paid = await http.post<{ state: string }>(`/v1/orders/${orderId}/pay`, { onShortfall: 'refuse' });
      note.promised = paid.state === 'promised';
    } catch (error) {
      if (!(error instanceof Answered)) throw error;
      note.refused = error.code;
    }
  }

  async function cancel(order: PlannedOrder, orderId: string): Promise<void> {
    stage.notes.orders.get(order.externalId)!.cancelAsked = true;
    try {
      await http.post(`/v1/orders/${orderId}/cancel`, { cause: 'changed_mind' });
    } catch (error) {
      if (!(error instanceof Answered)) throw error;
    }
  }

  return {
    name: `buyers of seller ${seller + 1}`,
    async act(now) {
      later.sort((a, b) => a.at - b.at);
      while (later[0] !== undefined && later[0].at <= now) await later.shift()!.act();
      while (next < queue.length && queue[next]!.at <= now) await place(queue[next++]!);
      const times = [queue[next]?.at, later[0]?.at].filter((at) => at !== undefined);
      return times.length === 0 ? 'home' : after(Math.max(1, Math.min(...times) - now));
    },
  };
}
