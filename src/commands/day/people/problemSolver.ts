import { reachIn, shiftUnits, stepBack } from '../bins.ts';
import type { Http } from '../client.ts';
import type { Next, Person } from '../schedule.ts';
import { after, handsOf, wait, type Hands, type Stage } from '../stage.ts';

const SCAN_S = 4;
/** Bins may refuse what does not go with their goods or has no room: so many are tried before help is called. */
const MOST_BINS = 8;

type Lines = { label: string; value: string }[];

/** Puts back what cancelled orders leave behind: opens their parcels, empties their totes, to shelves that take it. */
export async function makeProblemSolver(stage: Stage, name: string, person: Http): Promise<Person> {
  const { floor, notes, ground, random } = stage;
  const opening = await handsOf(stage, person, 'pack');
  const moving = await handsOf(stage, person, 'move');
  const last = stage.tides.at(-1)!.deliverBy;
  /** Not to be opened: on a vehicle that left before its driver heard of it. */
  const gone = new Set<string>();

  /** Shelves are tried until one takes what is in hand; false where none does. */
  async function shelve(hands: Hands, lines: Lines): Promise<boolean> {
    for (let tried = 0; tried < MOST_BINS; tried++) {
      const bin = random.pick(floor.shelves);
      if (!reachIn(floor, bin)) continue;
      const refused = await hands.pull(bin);
      stepBack(floor, bin);
      if (refused === undefined) {
        for (const { label, value } of lines) shiftUnits(floor, bin, label, Number(value));
        return true;
      }
      if (!refused.startsWith('bin_')) {
        notes.problem(`${name}: ${hands.screen.flow} to ${bin}: ${refused}`);
        return false;
      }
    }
    return false;
  }

  async function openNext(): Promise<Next | undefined> {
    const { tasks } = await person.get<{ tasks: { sscc: string }[] }>(`/v1/open-parcel-tasks?siteId=${ground.siteId}`);
    const task = tasks.find(({ sscc }) => !gone.has(sscc) && !floor.opening.has(sscc));
    if (task === undefined) return undefined;
    floor.opening.add(task.sscc);
    await opening.pull(task.sscc);
    const lines = opening.screen.show.lines ?? [];
    if (opening.screen.expect !== 'bin' || !(await shelve(opening, lines))) {
      gone.add(task.sscc);
      await opening.press('anotherTote');
    }
    floor.opening.delete(task.sscc);
    return after(SCAN_S * (2 + lines.length));
  }

  async function emptyTote(tote: string): Promise<Next> {
    const refused = await moving.pull(tote);
    // all of it went elsewhere meanwhile
    if (refused === 'nothing_here') {
      floor.freeTotes.push(tote);
      return after(SCAN_S);
    }
    if (refused !== undefined) {
      notes.problem(`${name}: tote ${tote}: ${refused}`);
      return after(60);
    }
    const lines = moving.screen.show.lines ?? [];
    for (const line of lines) await putBack(line);
    await moving.press('cancel');
    floor.freeTotes.push(tote);
    return after(SCAN_S * (1 + 3 * lines.length));
  }

  async function putBack(line: Lines[number]): Promise<void> {
    const units = Number(line.value);
    const code = ground.codeOf.get(line.label)!.gtin;
    let refused = await moving.pull(code);
    if (refused === undefined && units > 1) refused = await moving.type(String(units));
    if (refused !== undefined || !(await shelve(moving, [line]))) {
      notes.problem(`${name}: ${line.label} found no place: ${refused ?? 'bins refuse it'}`);
    }
  }

  return {
    name,
    async act(now) {
      const opened = await openNext();
      if (opened !== undefined) return opened;
      const tote = floor.totesAside.shift();
      if (tote !== undefined) return emptyTote(tote);
      return now > last ? 'home' : wait(['packing.openParcelAsked', 'aside'], 1800);
    },
  };
}
