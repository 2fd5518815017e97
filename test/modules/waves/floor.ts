import { expect } from 'vitest';
import { runAudit } from '../../../src/commands/audit/run.ts';
import type { Role } from '../../../src/platform/work.ts';
import type { Step } from '../../../src/scans/step.shared.ts';
import type { Ground } from '../../support/goods.ts';
import type { Person, TestServer } from '../../support/server.ts';

let totes = 0;
export const newTote = () => `TOTE-${String((totes += 1)).padStart(4, '0')}`;

/** A worker of one site, whose handheld belongs there too. */
export async function workerAt(server: TestServer, ground: Ground, role: Role = 'picker'): Promise<Person> {
  const person = await server.as(role);
  await server.db.raw('DELETE FROM user_site WHERE user_id = ? AND site_id <> ?', [person.userId, ground.siteId]);
  return person;
}

export interface Verdict {
  ok: boolean;
  step: Step;
  refusal?: { code: string; message: string; expected?: string };
}

export async function planWave(ground: Ground, more: Record<string, unknown> = {}) {
  const answer = await ground.manager.post('/v1/waves', { siteId: ground.siteId, ...more });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body;
}

/** One trigger that must be accepted; answers the next step. */
export async function pull(picker: Person, code: string, more: Record<string, unknown> = {}): Promise<Step> {
  const verdict = (await picker.scan('pick', code, more)) as Verdict;
  expect(verdict.ok, JSON.stringify(verdict)).toBe(true);
  return verdict.step;
}

/** One trigger that must be refused; answers the code. */
export async function pullRefused(picker: Person, code: string, more: Record<string, unknown> = {}): Promise<Verdict> {
  const verdict = (await picker.scan('pick', code, more)) as Verdict;
  expect(verdict.ok, JSON.stringify(verdict)).toBe(false);
  return verdict;
}

export const choose = (choice: string, more: Record<string, unknown> = {}, reason?: string) => ({
  ...more,
  answer: { choice, ...(reason === undefined ? {} : { reason }) },
});

/** Takes a cart and sets totes into all its slots; answers the first line's step and the totes by slot. */
export async function setOut(picker: Person, cart: string): Promise<{ step: Step; totes: string[] }> {
  let step = await pull(picker, cart);
  const set: string[] = [];
  while (step.expect === 'tote' && step.taskId === undefined) {
    const tote = newTote();
    set.push(tote);
    step = await pull(picker, tote);
  }
  return { step, totes: set };
}

/** Does what the screen says, line by line, until the cart is to be brought to a lane. */
export async function pickAll(picker: Person, from: Step): Promise<Step> {
  let step = from;
  for (let turn = 0; step.expect !== 'lane' && turn < 500; turn++) {
    if (step.expect === 'bin') step = await pull(picker, step.show.big!);
    else if (step.expect === 'item') step = await pull(picker, step.show.item!.code);
    else step = await pull(picker, step.show.lines!.find(({ label }) => label === 'Tote')!.value);
  }
  expect(step.expect).toBe('lane');
  return step;
}

/** A picker of the site fetches what is next for a cart, all of it. */
export async function fetchWave(server: TestServer, ground: Ground): Promise<{ picker: Person; totes: string[] }> {
  const picker = await workerAt(server, ground);
  const { step, totes } = await setOut(picker, 'CART-01');
  await pickAll(picker, step);
  return { picker, totes };
}

/** Every invariant holds once all facts are heard. */
export async function expectClean(server: TestServer): Promise<void> {
  await server.settle();
  const { invariants } = await runAudit(server.db);
  expect(invariants.filter(({ rows }) => rows.length > 0)).toEqual([]);
}
