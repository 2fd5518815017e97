import { beginCount, endCount } from '../bins.ts';
import type { Http } from '../client.ts';
import type { Next, Person } from '../schedule.ts';
import { after, handsOf, wait, type Stage } from '../stage.ts';

/** Goes to bins where somebody found too few, and tells what really lies there. */
export async function makeCounter(stage: Stage, name: string, person: Http): Promise<Person> {
  const { notes, ground } = stage;
  const hands = await handsOf(stage, person, 'count');
  const last = stage.tides.at(-1)!.deliverBy;
  let left: [string, number][] = [];
  let bin: string | undefined;

  async function nextBin(): Promise<Next> {
    const { counts } = await person.get<{ counts: { binCode: string }[] }>(`/v1/counts?siteId=${ground.siteId}`);
    if (counts.length === 0) return stage.schedule.now > last ? 'home' : wait(['waves.countAsked'], 1800);
    const asked = counts.find(({ binCode }) => beginCount(stage.floor, binCode))?.binCode;
    if (asked === undefined) return after(20);
    const refused = await hands.pull(asked);
    if (refused !== undefined) {
      endCount(stage.floor, asked);
      notes.problem(`${name}: ${asked}: ${refused}`);
      return after(300);
    }
    bin = asked;
    left = [...(stage.floor.contents.get(bin) ?? [])].filter(([, units]) => units > 0);
    return after(60);
  }

  return {
    name,
    async act() {
      if (bin === undefined) return nextBin();
      const entry = left.shift();
      if (entry !== undefined) {
        const [sku, units] = entry;
        const refused = await hands.pull(ground.codeOf.get(sku)!.gtin);
        const miscounted = refused ?? (await hands.type(String(units)));
        if (miscounted !== undefined) notes.problem(`${name}: ${bin} ${sku}: ${miscounted}`);
        return after(20);
      }
      let refused = await hands.pull(bin);
      // an item that is all gone: the bin is scanned once more to say so
      if (refused === undefined && hands.screen.expect !== 'bin') refused = await hands.pull(bin);
      endCount(stage.floor, bin);
      if (refused !== undefined) {
        // stays at the bin: whatever held the count up may be over by then
        notes.problem(`${name}: end of ${bin}: ${refused}`);
        return after(300);
      }
      bin = undefined;
      return after(10);
    },
  };
}
