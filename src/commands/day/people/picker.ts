import { reachIn, shiftUnits, stepBack } from '../bins.ts';
import type { Http } from '../client.ts';
import type { Next, Person } from '../schedule.ts';
import { after, handsOf, wait, walk_m, WALK_M_S, type Hands, type Stage } from '../stage.ts';

const SCAN_S = 2;
const REACH_S = 6;

/** Picks whatever the screen says: cart, totes, bin, item, tote, lane. Finds too few now and then. */
export async function makePicker(stage: Stage, name: string, person: Http): Promise<Person> {
  const { floor, random, notes, options } = stage;
  const hands = await handsOf(stage, person, 'pick');
  let cart: string | undefined;
  let standing: string | undefined;
  const totes = new Map<number, string>();
  /** The bin that the hands are in. */
  let reached: string | undefined;
  // the bin turns out to hold less than the books say; decided when it is reached
  let unlucky = false;
  // where units are gone: the picker asks for a count before leaving, whatever becomes of the line meanwhile
  let lostAt: string | undefined;

  async function takeCart(): Promise<Next> {
    const code = cart ?? floor.freeCarts.shift();
    if (code === undefined) return wait(['waves.delivered'], 120);
    const refused = await hands.pull(code);
    if (refused === undefined) {
      cart = code;
      standing = undefined;
      totes.clear();
      return after(SCAN_S + 5);
    }
    floor.freeCarts.push(code);
    cart = undefined;
    if (refused === 'nothing_to_pick') return wait(['waves.launched', 'waves.leaseLost'], 3600);
    notes.problem(`${name}: cart ${code}: ${refused}`);
    return after(60);
  }

  async function takeTote(): Promise<Next> {
    const slot = hands.screen.show.slots?.active ?? 0;
    const loading = hands.screen.show.item === undefined;
    const tote = totes.get(slot) ?? (loading ? floor.freeTotes.shift() : undefined);
    if (tote === undefined) return wait(['packing.toteEmptied'], 120);
    const bin = hands.screen.show.big ?? '';
    const units = hands.screen.show.quantity?.done ?? 0;
    const sku = hands.screen.show.item?.code;
    const task = hands.screen.taskId;
    const refused = await hands.pull(tote);
    if (refused === undefined) {
      totes.set(slot, tote);
      if (loading) return after(SCAN_S);
      notes.picksByBin.set(bin, (notes.picksByBin.get(bin) ?? 0) + 1);
      notes.count(stage.schedule.now, 'picked');
      return after(SCAN_S + Math.min(units, 6));
    }
    // a tote that the books still hold for another order goes back under the stack
    if (loading) floor.freeTotes.push(tote);
    // the line was cancelled while the units were in hand: they go back where they lay
    else if (sku !== undefined && hands.screen.taskId !== task) shiftUnits(floor, bin, sku, units);
    return after(4);
  }

  async function goToBin(): Promise<Next> {
    const bin = hands.screen.show.big!;
    const distance_m = walk_m(floor, standing, bin);
    if (reached !== bin && !reachIn(floor, bin)) return after(20);
    reached = bin;
    const refused = await hands.pull(bin);
    if (refused !== undefined) return after(5);
    notes.walked_m += distance_m;
    standing = bin;
    unlucky = random.float() < options.shortRate;
    return after(distance_m / WALK_M_S + SCAN_S);
  }

  async function takeItem(): Promise<Next> {
    const { big: bin, item, quantity } = hands.screen.show;
    const task = hands.screen.taskId;
    // a line that was cancelled or counted away meanwhile: the screen shows another one now
    const overtaken = () => hands.screen.taskId !== task;
    const left = (quantity?.asked ?? 1) - (quantity?.done ?? 0);
    const there = floor.contents.get(bin!)?.get(item!.code) ?? 0;
    if (unlucky) {
      // somebody took some away: fewer than asked for lie here, and nobody knows yet
      unlucky = false;
      const found = Math.min(there, random.int(left));
      notes.unitsLost += there - found;
      shiftUnits(floor, bin!, item!.code, found - there);
      lostAt = bin;
      return after(5);
    }
    if (there < left) {
      const refused = await hands.press('short', { reason: there === 0 ? 'empty' : 'fewer', quantity: there });
      if (refused !== undefined && !overtaken()) notes.problem(`${name}: short pick: ${refused}`);
      return after(REACH_S + 10);
    }
    const good = stage.ground.codeOf.get(item!.code)!;
    // in the hand before anything is scanned: whoever reaches in beside this one finds the rest
    shiftUnits(floor, bin!, item!.code, -left);
    let refused = await hands.pull(good.gtin);
    if (refused === undefined && left > 1) refused = await hands.type(String((quantity?.done ?? 0) + left));
    if (refused === undefined) return after(REACH_S + left);
    shiftUnits(floor, bin!, item!.code, left);
    if (!overtaken()) notes.problem(`${name}: item at ${bin}: ${refused}`);
    return after(REACH_S + left);
  }

  async function tellLoss(binCode: string): Promise<void> {
    lostAt = undefined;
    await person.post('/v1/counts', { siteId: stage.ground.siteId, binCode, cause: 'found_fewer' });
  }

  async function toLane(): Promise<Next> {
    const lane = `LANE-${1 + random.int(12)}`;
    const distance_m = walk_m(floor, standing, undefined);
    const refused = await hands.pull(lane);
    if (refused !== undefined) {
      notes.problem(`${name}: ${lane}: ${refused}`);
      return after(60);
    }
    notes.walked_m += distance_m;
    floor.totesAtLanes.push(...totes.values());
    if (cart !== undefined) floor.freeCarts.push(cart);
    cart = undefined;
    stage.schedule.ring('totes');
    return after(distance_m / WALK_M_S + 20);
  }

  return {
    name,
    act: async () => {
      if (reached !== undefined && hands.screen.show.big !== reached) {
        stepBack(floor, reached);
        reached = undefined;
      }
      if (lostAt !== undefined && hands.screen.show.big !== lostAt) await tellLoss(lostAt);
      const acts: Record<string, (of: Hands) => Promise<Next>> = {
        cart: takeCart,
        tote: takeTote,
        bin: goToBin,
        item: takeItem,
        lane: toLane,
      };
      const act = acts[hands.screen.expect];
      if (act === undefined) {
        notes.problem(`${name}: the screen expects ${hands.screen.expect}`);
        return 'home';
      }
      return act(hands);
    },
  };
}
