import { Answered, type Http } from '../client.ts';
import { HOUR, type PlannedOrder } from '../plan.ts';
import type { Next, Person } from '../schedule.ts';
import { after, handsOf, wait, type Stage } from '../stage.ts';

interface Back {
  /** The return's code, or the SSCC of a parcel that its buyer did not take. */
  code: string;
  /** Units to be scanned one by one: their SKUs. Of a parcel they are known by its label. */
  units: string[];
}

/** Buyers of the first cut-off send things back by the evening; every unit is matched, graded, and stored or scrapped. */
export async function makeReturnsDesk(stage: Stage, name: string, person: Http): Promise<Person> {
  const { floor, notes, ground, random } = stage;
  const hands = await handsOf(stage, person, 'return');
  const opens = stage.tides[0]!.deliverBy + HOUR;
  const last = stage.tides.at(-1)!.deliverBy + HOUR;
  const senders = stage.orders.filter((order) => order.fate === 'returns' && order.tide === 0);
  let back: Back | undefined;

  async function announce(order: PlannedOrder): Promise<Back | undefined> {
    const { orderId } = notes.orders.get(order.externalId)!;
    if (orderId === undefined) return undefined;
    try {
      const { http } = ground.sellers[order.seller]!;
      const made = await http.post<{ code: string }>('/v1/returns', { orderId, reason: 'changed_mind' });
      const units = order.lines.flatMap(({ sku, quantity }) => Array.from({ length: quantity }, () => sku));
      return { code: made.code, units };
    } catch (error) {
      // not delivered, or cancelled: there is nothing to send back
      if (error instanceof Answered) return undefined;
      throw error;
    }
  }

  async function nextBack(): Promise<Next> {
    const parcel = floor.parcelsBack.shift();
    const sender = parcel === undefined ? senders.shift() : undefined;
    back = parcel !== undefined ? { code: parcel, units: [] } : sender && (await announce(sender));
    if (back === undefined) {
      if (sender !== undefined) return after(1);
      return stage.schedule.now > last ? 'home' : wait(['parcelsBack'], 1800);
    }
    const refused = await hands.pull(back.code);
    // a parcel that goes out again on a later route is not the desk's
    if (refused !== undefined) back = undefined;
    return after(20);
  }

  async function handle(): Promise<Next> {
    const choices = (hands.screen.choices ?? []).map(({ choice }) => choice);
    if (choices.includes('restock')) {
      const lpn = `LPN${String(floor.nextLpn++).padStart(7, '0')}`;
      const scrapped = random.float() < 0.1;
      if (scrapped) notes.unitsLost += 1;
      return scanned(scrapped ? await hands.press('scrap') : await hands.pull(lpn));
    }
    if (choices.includes('A')) return scanned(await hands.press(random.float() < 0.8 ? 'A' : 'B'));
    const sku = back!.units.shift();
    if (sku !== undefined) return scanned(await hands.pull(ground.codeOf.get(sku)!.gtin));
    back = undefined;
    return scanned(await hands.press('finish'));
  }

  function scanned(refused: string | undefined): Next {
    if (refused === undefined) return after(10);
    notes.problem(`${name}: return ${hands.screen.title}: ${refused}`);
    back = undefined;
    return after(60);
  }

  return {
    name,
    async act(now) {
      if (now < opens) return after(opens - now);
      return back === undefined ? nextBack() : handle();
    },
  };
}
