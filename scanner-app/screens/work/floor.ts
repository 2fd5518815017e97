import { effect, signal } from '@preact/signals';
import type { Flow, Scan, ScanAnswer, Step } from '../../../src/scans/step.shared.ts';
import type { Heard } from '../../device/ear.ts';
import { tell } from '../../device/feedback.ts';
import { readAloud } from '../../device/speech.ts';
import { closeDoor } from '../../link/door.ts';
import { Refused, call } from '../../link/http.ts';
import { token } from '../../link/session.ts';
import { kept } from '../../look/kept.ts';
import { namesCustomers } from '../../queue/customers.ts';
import { enqueue, unsent } from '../../queue/drain.ts';
import { deviceId } from '../../queue/numbers.ts';
import { go } from '../route.ts';

/** With how the refused scan came. */
type Refusal = (ScanAnswer & { ok: false })['refusal'] & Pick<Scan, 'source'>;

export const flow = signal<Flow | null>(null);
export const step = signal<Step | null>(null);
export const refusal = signal<Refusal | null>(null);
/** The scan that the server has not answered yet. */
export const pending = signal<{ seq: number; code: string } | null>(null);
/** Counts good scans; the green frame flashes on each. */
export const goods = signal(0);
/** The step on the screen was put there by the floor, not by a scan. */
export const wasChanged = signal(false);
/** Why there is no step: nobody answered, or the server's words. */
export const trouble = signal<'away' | { message: string } | null>(null);

/** The last step of a flow without customers, so that a restart without network shows where the worker stood. */
const lastStep = kept<Step | null>('scanner.step', null);

/** Answers later than this reach a worker who has gone on: they go to the tray, not over the screen. */
const late_ms = 10_000;

const eyesNeeded = new Set(['quantity', 'weight', 'condition', 'proof', 'expiry', 'lot']);

export async function openFlow(to: Flow): Promise<void> {
  if (flow.value !== to) {
    flow.value = to;
    step.value = [led, lastStep.value].find((known) => known?.flow === to) ?? null;
    refusal.value = pending.value = null;
    wasChanged.value = false;
  }
  await askStep();
}

/** The step goes, too: it may show a customer's door, and the next worker has no business with it. */
export function leaveFlow(): void {
  flow.value = step.value = refusal.value = pending.value = trouble.value = null;
  goods.value = 0;
}

/** A step is to be asked for once no scan waits: the answer to the last of them may be without one. */
let isOwed = false;

effect(() => {
  if (unsent.value.count > 0 || !isOwed) return;
  isOwed = false;
  void askStep();
});

/** Asks where the work stands. Not while scans wait: their answers bring the step. */
export async function askStep(): Promise<void> {
  const asked = flow.value;
  if (!asked) return;
  if (step.value && step.value !== led && unsent.value.count) {
    isOwed = true;
    return;
  }
  try {
    const path = `/v1/step?flow=${asked}&deviceId=${await deviceId()}`;
    const fresh = await call<Step>('GET', path, { token: token.value });
    if (flow.value !== asked) return;
    isOwed = unsent.value.count > 0;
    if (isOwed) return;
    const notice = led?.flow === asked ? led.show.notice : undefined;
    led = null;
    show(notice === undefined ? fresh : { ...fresh, show: { notice, ...fresh.show } });
  } catch (error) {
    if (error instanceof Refused && (error.status === 401 || error.status === 403)) {
      if (closeDoor(error.status === 401 ? 'not_signed_in' : error.code)) return;
    }
    if (flow.value === asked) trouble.value = error instanceof Refused ? { message: error.message } : 'away';
  }
}

/** A scan, a typed code or a typed number. */
export function take({ code, source, symbology }: Heard): void {
  void send({ code, source, ...(symbology ? { symbology } : {}) });
}

/** A pressed key: an empty code that carries the answer. */
export function answer(answer: NonNullable<Scan['answer']>, quantity?: number): void {
  void send({ code: '', source: 'typed', answer, ...(quantity === undefined ? {} : { quantity }) });
}

/** The label that could be read in several ways, as the worker says that it is to be read. */
export function readAs(code: string): void {
  const source = refusal.value?.source ?? 'typed';
  refusal.value = null;
  take({ code, source });
}

async function send(read: Pick<Scan, 'code' | 'source'> & Partial<Scan>): Promise<void> {
  if (!flow.value) return;
  wasChanged.value = false;
  const now = step.value;
  const row = await enqueue({
    at: new Date().toISOString(),
    flow: flow.value,
    ...(now ? { screen: now.expect } : {}),
    ...(now?.taskId ? { taskId: now.taskId } : {}),
    ...read,
  });
  pending.value = { seq: row.seq, code: read.code };
}

/** Every answer of the queue passes here, in order. True where the worker saw it. */
export function hearAnswer(scan: Scan, answer: ScanAnswer): boolean {
  if (pending.value && pending.value.seq <= scan.seq) pending.value = null;
  const isHere = scan.flow === flow.value;
  const isLate = Date.now() - Date.parse(scan.at) > late_ms;
  if (isHere && answer.step) follow(answer.step);
  if (answer.ok) {
    if (isHere) refusal.value = null;
    if (isHere && !isLate) celebrate(answer.step);
    return true;
  }
  const isShown = isHere && !isLate;
  tell(isShown && answer.refusal.readings ? 'decision' : 'refused');
  if (isShown) refusal.value = { ...answer.refusal, source: scan.source };
  return isShown;
}

/** The server changed this device's work: a line taken by somebody else, an order cancelled. */
export function hearStep(pushed: Step): void {
  if (pushed.flow !== flow.value) return;
  show(pushed);
  wasChanged.value = true;
  tell('decision');
}

/** What led into another flow; what it says there stands until that flow's own step has come, and its notice beside that. */
let led: Step | null = null;

/** An answer may lead into another flow, as from a loaded vehicle to its drive. */
function follow(next: Step): void {
  if (next.flow === flow.value) return show(next);
  led = next;
  go({ flow: next.flow });
}

function celebrate(next: Step): void {
  goods.value += 1;
  tell(eyesNeeded.has(next.expect) || next.show.notice ? 'decision' : 'good');
}

function show(next: Step): void {
  const { big, quantity } = next.show;
  if (big !== step.value?.show.big || next.expect !== step.value?.expect) {
    readAloud(next.expect === 'quantity' && quantity ? String(quantity.asked - quantity.done) : big);
  }
  step.value = next;
  isOwed = false;
  trouble.value = null;
  lastStep.value = namesCustomers(next.flow) ? null : next;
}
