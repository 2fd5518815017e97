import type { Http } from '../client.ts';
import type { Next, Person } from '../schedule.ts';
import { after, handsOf, wait, type Stage } from '../stage.ts';

const SCAN_S = 2;

/** Packs the totes that stand at the lanes: item by item into the carton proposed, weighed, labelled, closed. */
export async function makePacker(stage: Stage, name: string, person: Http): Promise<Person> {
  const { floor, notes, ground } = stage;
  const hands = await handsOf(stage, person, 'pack');
  let tote: string | undefined;
  const last = stage.tides.at(-1)!.deliverBy;

  async function takeTote(): Promise<Next> {
    const code = floor.totesAtLanes.shift();
    if (code === undefined) return stage.schedule.now > last ? 'home' : wait(['totes'], 600);
    const refused = await hands.pull(code);
    if (refused === undefined) {
      tote = code;
      return after(SCAN_S + 4);
    }
    // nothing of an order is in it any more: it goes back to the stack
    if (refused === 'pack_nothing_here') floor.freeTotes.push(code);
    else if (refused === 'pack_cancelled') setAside(code);
    else notes.problem(`${name}: tote ${code}: ${refused}`);
    return after(5);
  }

  function setAside(code: string): void {
    floor.totesAside.push(code);
    stage.schedule.ring('aside');
  }

  async function pack(): Promise<Next> {
    const { expect, show } = hands.screen;
    let refused: string | undefined;
    switch (expect) {
      case 'tote':
        if (tote !== undefined) floor.freeTotes.push(tote);
        tote = undefined;
        return takeTote();
      case 'item': {
        const left = (show.quantity?.asked ?? 1) - (show.quantity?.done ?? 0);
        refused = await hands.pull(ground.codeOf.get(show.item!.code)!.gtin, left > 1 ? { quantity: left } : {});
        break;
      }
      case 'carton':
        refused = await hands.pull(show.big!);
        break;
      case 'weight':
        refused = await hands.type(weightOf(show.lines));
        break;
      case 'label':
        // the label that has come out of the printer
        refused = await hands.pull(show.lines!.find((line) => /^\d{18}$/.test(line.value))!.value);
        if (refused === undefined) {
          notes.count(stage.schedule.now, 'packed');
          stage.schedule.ring('parcels');
        }
        break;
      case 'bin':
        // the order was cancelled while it was packed: the carton and the rest in the tote go to the problem solver
        if (tote !== undefined) setAside(tote);
        tote = undefined;
        refused = await hands.press('anotherTote');
        break;
      default:
        refused = await hands.press(hands.screen.choices?.[0]?.choice ?? 'again');
    }
    // the screen asks for the next step of a cancelled order then
    if (refused !== undefined && refused !== 'pack_cancelled') notes.problem(`${name}: pack ${expect}: ${refused}`);
    return after(refused === undefined ? SCAN_S + 3 : 20);
  }

  return { name, act: pack };
}

/** The scale shows what the screen expects, as the goods weigh what the catalogue says. */
function weightOf(lines: { label: string; value: string }[] | undefined): string {
  for (const { value } of lines ?? []) {
    const read = /^([\d.,]+)\s*(k?)g$/.exec(value);
    if (read !== null) return String(Math.round(Number(read[1]!.replaceAll(',', '')) * (read[2] === '' ? 1 : 1_000)));
  }
  return '0';
}
