import { signIn, type Http } from './client.ts';
import type { OrderNote } from './notes.ts';
import type { Stage } from './stage.ts';

interface Head {
  orderId: string;
  externalId: string;
  state: string;
  promiseBy: string;
  endedAt: string | null;
}

interface Shown extends Head {
  lines: {
    ordered: number;
    delivered: number;
    shipped: number;
    cancelled: number;
    returned: number;
    back_ordered: number;
  }[];
  events: { kind: string; cause: string | null; at: string }[];
  cause: string | null;
  nextStep: string;
}

export interface Ending {
  note: OrderNote;
  outcome: string;
  onTime: boolean;
  inFull: boolean;
  deliveredAt: string | undefined;
  trouble: { code: string; cause: string; next: string } | undefined;
}

export interface Books {
  endings: Ending[];
  onHand: number;
  onTheRoad: number;
  delivered: number;
}

const AT_ONCE = 8;

/** Asks every order how it ended and the stock what is left: the books close on these answers. */
export async function closeBooks(stage: Stage): Promise<Books> {
  const { site } = stage;
  // whoever opened the site in the morning has been idle for too long to be let in
  const admin = await signIn(site, site.login, site.password);
  const notes = [...stage.notes.orders.values()];
  const endings: Ending[] = [];
  let delivered = 0;
  let onTheRoad = 0;
  for (let from = 0; from < notes.length; from += AT_ONCE) {
    const part = await Promise.all(
      notes.slice(from, from + AT_ONCE).map(async (note) => ({ note, order: await orderOf(admin, note) })),
    );
    for (const { note, order } of part) {
      delivered += sum(order, 'delivered');
      onTheRoad += sum(order, 'shipped');
      endings.push(endingOf(note, order));
    }
  }
  return { endings, delivered, onTheRoad, onHand: await onHand(stage, admin) };
}

const sum = (order: Shown | undefined, column: 'delivered' | 'shipped') =>
  order?.lines.reduce((total, line) => total + line[column], 0) ?? 0;

function orderOf(admin: Http, note: OrderNote): Promise<Shown | undefined> {
  if (note.orderId === undefined) return Promise.resolve(undefined);
  return admin.get<Shown>(`/v1/orders/${note.orderId}`);
}

function endingOf(note: OrderNote, order: Shown | undefined): Ending {
  if (order === undefined || note.refused !== undefined) {
    const code = note.refused ?? 'unanswered';
    const trouble = { code, cause: 'refused when it was placed', next: 'the shop tells the buyer what is left' };
    return { note, outcome: 'refused', onTime: false, inFull: false, deliveredAt: undefined, trouble };
  }
  const inFull = order.lines.every((line) => line.delivered + line.returned === line.ordered);
  const deliveredAt = order.events.findLast(({ kind }) => kind === 'delivered')?.at ?? order.endedAt ?? undefined;
  const onTime = inFull && deliveredAt !== undefined && deliveredAt <= order.promiseBy;
  const outcome = outcomeOf(note, order, { inFull, onTime });
  if (['delivered', 'returned', 'cancelled'].includes(outcome)) {
    return { note, outcome, onTime, inFull, deliveredAt, trouble: undefined };
  }
  const last = order.events.findLast((event) => event.cause !== null);
  const cause = order.cause ?? last?.cause ?? '';
  const trouble = {
    code: outcome,
    cause: cause === '' ? '' : `${last?.kind ?? order.state}: ${cause}`,
    next: order.nextStep,
  };
  return { note, outcome, onTime, inFull, deliveredAt, trouble };
}

function outcomeOf(note: OrderNote, order: Shown, how: { inFull: boolean; onTime: boolean }): string {
  if (how.inFull && order.lines.some((line) => line.returned > 0)) return 'returned';
  if (how.inFull) return how.onTime ? 'delivered' : 'delivered late';
  if (note.cancelAsked) return ['cancelled', 'closed'].includes(order.state) ? 'cancelled' : 'cancel asked';
  if (order.lines.some((line) => line.delivered > 0)) return 'delivered in part';
  return order.state;
}

async function onHand(stage: Stage, admin: Http): Promise<number> {
  let total = 0;
  let cursor = '';
  for (;;) {
    const { items, next } = await admin.get<{ items: { onHand: number }[]; next?: string }>(
      `/v1/stock?siteId=${stage.ground.siteId}&limit=1000${cursor}`,
    );
    total += items.reduce((units, row) => units + row.onHand, 0);
    if (next === undefined) return total;
    cursor = `&cursor=${next}`;
  }
}
