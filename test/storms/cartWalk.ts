import { expect } from 'vitest';
import type { Random } from '../../src/commands/day/random.ts';
import { newId } from '../../src/platform/ids.ts';
import type { ScanAnswer, Step } from '../../src/scans/step.shared.ts';
import { newTote } from '../modules/waves/floor.ts';
import type { Person, TestServer } from '../support/server.ts';

export interface Tour {
  apps: TestServer[];
  picker: Person;
  cart: string;
  random: Random;
  /** Where nothing is to be fetched. */
  stray: string;
  /** How often in a hundred a picker finds nothing where something ought to lie. */
  short_pct: number;
  reached: { scans: number; picked: number; repeats: number; refused: number; short: number; lookedAgain?: number };
}

/** How often at most. */
const SENT_AGAIN = 50;
/** A line that the floor changed is shown until its wave has heard of it; whoever looks again does so this often, at most. */
const LOOKED_AGAIN = 600;

type Way = (scan: object) => Promise<ScanAnswer>;

const wayTo =
  (app: TestServer, { token }: Person): Way =>
  async (scan) => {
    // a handheld sends again what was overtaken by others, or came while the app had no connection to spare
    for (let turn = 0; ; turn++) {
      const response = await fetch(`${app.url}/v1/scans`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(scan),
      });
      const heard = await response.text();
      if (response.status === 200) return JSON.parse(heard) as ScanAnswer;
      if (turn === SENT_AGAIN || !(response.status === 503 || heard.includes('"overtaken"'))) {
        throw new Error(`${response.status} ${heard}`);
      }
      await new Promise((rest) => setTimeout(rest, 100));
    }
  };

/**
 * Does what the screens say until the cart stands at a lane; each scan comes to one app or, as after a lost answer, to both.
 * @returns whether there was something to fetch
 */
export async function walkCart({ apps, picker, cart, random, stray, short_pct, reached }: Tour): Promise<boolean> {
  const ways = apps.map((app) => wayTo(app, picker));
  const deviceId = newId();
  let seq = 0;
  const pull = async (code: string, more: object = {}): Promise<ScanAnswer> => {
    seq += 1;
    const at = apps[0]!.clock.now().toISOString();
    const scan = { deviceId, seq, at, code, source: 'wedge', flow: 'pick', ...more };
    const sent = random.float() < 0.2 ? ways : [random.pick(ways)];
    const answers = await Promise.all(sent.map((way) => way(scan)));
    reached.scans += 1;
    reached.repeats += answers.filter((answer) => answer.ok && answer.replayed === true).length;
    for (const answer of answers) expect(answer.ok, JSON.stringify(answers)).toBe(answers[0]!.ok);
    reached.refused += Number(!answers[0]!.ok);
    return answers[0]!;
  };
  const totes = new Map<number, string>();
  const heard: string[] = [];
  const begun = await pull(cart);
  if (!begun.ok) return false;
  let { step } = begun as { step: Step };
  let lookedAgain = 0;
  for (let turn = 0; turn < 200 && step.expect !== 'cart'; turn++) {
    const { big, item, lines, slots } = step.show;
    const short = step.expect === 'item' && random.float() * 100 < short_pct;
    if (short) reached.short += 1;
    const code = () => {
      // the first time at the wrong one
      if (step.expect === 'bin') return seq % 3 === 0 ? stray : big!;
      if (step.expect === 'item') return item!.code;
      if (step.expect === 'lane') return 'LANE-1';
      if (step.expect === 'lot') return lines![0]!.value;
      if (step.taskId !== undefined) return lines!.find(({ label }) => label === 'Tote')!.value;
      const tote = totes.get(slots!.active) ?? newTote();
      totes.set(slots!.active, tote);
      return tote;
    };
    const answer = short
      ? await pull('', { quantity: 0, answer: { choice: 'short', reason: 'fewer' } })
      : await pull(code());
    heard.push(JSON.stringify(answer));
    if (!answer.ok && answer.refusal.code === 'task_changed' && lookedAgain < LOOKED_AGAIN) {
      [turn, lookedAgain] = [turn - 1, lookedAgain + 1];
      await new Promise((rest) => setTimeout(rest, 100));
    }
    if (answer.ok && step.expect === 'tote' && step.taskId !== undefined) reached.picked += 1;
    step = answer.step!;
  }
  if (lookedAgain > 0) reached.lookedAgain = Math.max(reached.lookedAgain ?? 0, lookedAgain);
  expect(step.expect, heard.slice(-4).join('\n')).toBe('cart');
  return true;
}
