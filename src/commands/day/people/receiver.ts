import { reachIn, shiftUnits, stepBack } from '../bins.ts';
import type { Http } from '../client.ts';
import { HOUR } from '../plan.ts';
import type { Next, Person } from '../schedule.ts';
import { after, handsOf, wait, walk_m, WALK_M_S, type Hands, type Stage } from '../stage.ts';

const SCAN_S = 3;

interface Box {
  sscc: string;
  /** Not yet received. */
  lines: { sku: string; quantity: number }[];
  opened: boolean;
}

/** Unloads what stands at the docks, box by box, and puts away what others and he have received. */
export async function makeReceiver(stage: Stage, name: string, person: Http, isLast: boolean): Promise<Person> {
  const { floor, notes, ground } = stage;
  const receiving = await handsOf(stage, person, 'receive');
  const stowing = await handsOf(stage, person, 'putAway');
  // one of them stays for what is sent after the morning's trucks
  const lastTruck = isLast ? stage.tides.at(-1)!.orderBy + HOUR : stage.tides[0]!.orderBy;
  let box: Box | undefined;
  let lpn: string | undefined;
  let standing: string | undefined;

  /** The next box of a truck that is here; the first hand on a truck reports its arrival. */
  async function nextBox(): Promise<Box | undefined> {
    const truck = floor.trucks.find((waiting) => waiting.boxes.length > 0);
    if (truck === undefined) return undefined;
    const [first] = truck.boxes.splice(0, 1);
    if (!truck.arrived) {
      truck.arrived = person.post(`/v1/inbound-shipments/${truck.shipmentId}/arrive`, {}).then(() => undefined);
    }
    await truck.arrived;
    return { sscc: first!.sscc, lines: first!.lines.flatMap(onTwoPallets), opened: false };
  }

  async function receive(): Promise<Next> {
    const { screen } = receiving;
    const line = box!.lines[0];
    if (!box!.opened) {
      const refused = await receiving.pull(box!.sscc);
      box!.opened = refused === undefined;
      return scanned(receiving, refused);
    }
    if (line === undefined) return closeBox();
    if (screen.expect === 'item') return scanned(receiving, await receiving.pull(ground.codeOf.get(line.sku)!.gtin));
    if (screen.expect !== 'lpn' && screen.expect !== 'quantity') {
      notes.problem(`${name}: receive expects ${screen.expect}`);
      return 'home';
    }
    if (screen.show.quantity?.done !== line.quantity) {
      return scanned(receiving, await receiving.type(String(line.quantity)));
    }
    const code = `LPN${String(floor.nextLpn++).padStart(7, '0')}`;
    const refused = await receiving.pull(code);
    if (refused === undefined) {
      notes.unitsIn += line.quantity;
      box!.lines.shift();
      floor.lpnsAtDock.push(code);
      stage.schedule.ring('lpns');
    }
    return scanned(receiving, refused, 8);
  }

  /** Whoever empties the last box sees that all is counted and closes the receipt, else only the box. */
  async function closeBox(): Promise<Next> {
    const closing = receiving.screen.choices?.find(
      ({ choice, needs }) => (choice === 'closeBox' || choice === 'closeReceipt') && needs === undefined,
    );
    box = undefined;
    const refused = closing && (await receiving.press(closing.choice));
    // two who emptied the last boxes at the same moment: the other one has closed it
    return refused === 'shipment_state' ? after(SCAN_S) : scanned(receiving, refused);
  }

  function scanned(hands: Hands, refused: string | undefined, more_s = 0): Next {
    if (refused === undefined) return after(SCAN_S + more_s);
    notes.problem(`${name}: ${hands.screen.flow} ${hands.screen.expect}: ${refused}`);
    return after(30);
  }

  async function stow(): Promise<Next> {
    const { screen } = stowing;
    if (screen.expect === 'bin' && lpn !== undefined) {
      const bin = screen.show.big!;
      const distance_m = walk_m(floor, standing, bin);
      const { item, quantity } = screen.show;
      if (!reachIn(floor, bin)) return after(20);
      const refused = await stowing.pull(bin);
      stepBack(floor, bin);
      if (refused === undefined) {
        shiftUnits(floor, bin, item!.code, quantity!.asked);
        standing = bin;
        // what did not fit goes on to the next bin
        if (stowing.screen.expect !== 'bin') lpn = undefined;
      }
      return scanned(stowing, refused, distance_m / WALK_M_S + 10);
    }
    lpn ??= floor.lpnsAtDock.shift();
    const refused = await stowing.pull(lpn!);
    if (refused !== undefined) lpn = undefined;
    return scanned(stowing, refused);
  }

  return {
    name,
    async act() {
      if (box !== undefined) return receive();
      // an LPN that waits at the dock goes first, so that stock is pickable soon
      if (lpn !== undefined || floor.lpnsAtDock.length > 2) return stow();
      box = await nextBox();
      if (box !== undefined) return receive();
      if (floor.lpnsAtDock.length > 0) return stow();
      return stage.schedule.now > lastTruck ? 'home' : wait(['lpns'], 600);
    },
  };
}

/** Most of an item on one LPN, the rest on another, so that it lies in two bins and what is short in one is in the other. */
function onTwoPallets({ sku, quantity }: { sku: string; quantity: number }): { sku: string; quantity: number }[] {
  const spare = Math.floor(quantity * 0.35);
  return spare === 0
    ? [{ sku, quantity }]
    : [
        { sku, quantity: quantity - spare },
        { sku, quantity: spare },
      ];
}
