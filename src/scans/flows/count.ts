import { itemById, itemsById } from '../../catalogue/index.ts';
import { balancesAt, binPlace, type Balance } from '../../inventory/index.ts';
import { binFacts } from '../../layout/index.ts';
import { done, notFound, refuse, type Outcome, type Refused } from '../../platform/errors.ts';
import type { Work } from '../../platform/work.ts';
import {
  COUNT_AGAIN,
  finishCount,
  handsAt,
  oldestCount,
  openCounts,
  type CountResult,
  type Hand,
} from '../../waves/index.ts';
import { refuseUnits, say, stepOf, type FlowOf, type Read, type Session } from '../flow.ts';
import type { Step } from '../step.shared.ts';
import { lastRefusal } from '../store/lastRefusal.ts';
import { meaningsOf } from './meaningsHere.ts';
import { words } from './words/count.ts';

interface Counted {
  sellerId: string;
  itemId: string;
  code: string;
  name: string;
  lot: string;
  units: number;
  /** When its last unit was seen. */
  at: string;
}

interface CountState {
  binCode?: string;
  counts?: Counted[];
  /** Scanned, but its lot is not known yet. */
  pending?: Counted;
  /** All of the item scanned last were told: the next scan is of another one, or of the bin. */
  typed?: boolean;
  /** The bin was scanned again although items of it have not been counted. */
  asked?: boolean;
}

export const countFlow: FlowOf = {
  flow: 'count',
  roles: ['picker', 'receiver', 'manager'],
  step: screen,
  async scan(work, session, scan) {
    const taken = await judge(work, session, scan);
    if (taken.refused) return taken;
    const step = await screen(work, session);
    if (taken.value !== undefined) step.show.notice = taken.value;
    return done(step);
  },
};

/** What was on its way no longer than this did not wait: what others do is known as late, by when it arrives here. */
const ON_ITS_WAY_MS = 2_000;

/**
 * When a scan was made, never later than now: it may have waited for a network. By how long ago that was for the device, where
 * it tells: its clock may be wrong.
 */
function seenAt(work: Work, { at, sentAt = work.at }: Read): string {
  const waited_ms = Math.max(0, sentAt.getTime() - at.getTime());
  return new Date(work.at.getTime() - (waited_ms > ON_ITS_WAY_MS ? waited_ms : 0)).toISOString();
}

const stateOf = (session: Session) => session.state as CountState;

async function judge(work: Work, session: Session, scan: Read): Promise<Outcome<string | undefined>> {
  const state = stateOf(session);
  if (state.binCode === undefined) return takeBin(work, session, scan);
  if (scan.choice === 'empty') {
    if ((state.counts ?? []).length > 0) return refuse('not_empty', 'You have counted something here');
    return finish(work, session, scan);
  }
  if (scan.choice === 'finish') return finishOrAsk(work, session, scan);
  if (scan.kind === 'bin') {
    if (scan.value === state.binCode) return finishOrAsk(work, session, scan);
    return refuse('other_bin', 'Finish this bin first', { got: scan.value, expected: state.binCode });
  }
  delete state.asked;
  if (state.pending !== undefined) return takeLot(work, session, scan, state.pending);
  if (scan.source === 'typed' && scan.kind === 'text' && scan.quantity !== undefined)
    return takeNumber(work, session, { units: scan.quantity, at: seenAt(work, scan) });
  return takeItem(work, session, scan);
}

async function takeBin(work: Work, session: Session, scan: Read): Promise<Outcome<string | undefined>> {
  const [bin] = scan.kind === 'bin' ? await binFacts(work.tx, session.siteId, [scan.value]) : [];
  if (bin === undefined) return notFound('bin', 'binCode', scan.raw);
  session.state = { binCode: bin.binCode, counts: [] };
  const [hand] = await handsAt(work.tx, session.siteId, bin.binCode);
  return done(hand && say(session, hand.units > 0 ? words.inHand : words.pickedHere, handOf(work, hand)));
}

/** Who has his hands in the bin, what is in them, and how long ago he scanned. */
function handOf(work: Work, { login, units, since }: Pick<Hand, 'login' | 'units' | 'since'>) {
  return { who: login, units, minutes: Math.max(0, Math.floor((work.at.getTime() - since.getTime()) / 60_000)) };
}

async function takeItem(work: Work, session: Session, scan: Read): Promise<Outcome<undefined>> {
  const state = stateOf(session);
  const here = await balancesAt(work.tx, session.siteId, binPlace(state.binCode!));
  const meant = await itemHere(work, scan, here);
  if (meant.refused) return meant;
  const { sellerId, itemId, code, name, quantity } = meant.value;
  const units = quantity * (scan.quantity ?? 1);
  const found: Counted = { sellerId, itemId, code, name, lot: '', units, at: seenAt(work, scan) };
  const lots = new Set(here.filter((row) => row.itemId === itemId).map((row) => row.lot));
  const tracked = (await itemById(work.tx, itemId))?.lotTracked === true;
  const [only] = lots;
  if (!tracked) return addUp(state, { ...found, lot: lots.size === 1 ? only! : '' });
  if (scan.lot !== undefined) return addUp(state, { ...found, lot: scan.lot });
  if (lots.size === 1) return addUp(state, { ...found, lot: only! });
  state.pending = found;
  return done(undefined);
}

/** Of all that a code may mean, the item that the books have in this bin; an item nobody expected may be found too. */
async function itemHere(work: Work, scan: Read, here: Balance[]) {
  const meanings = await meaningsOf(work, scan, here);
  const expected = meanings.filter((meaning) => here.some((row) => row.itemId === meaning.itemId));
  const [meant, another] = expected.length > 0 ? expected : meanings;
  if (meant === undefined) return refuse('item_unknown', 'Nobody knows this code', { got: scan.raw });
  if (another !== undefined) return refuse('item_ambiguous', 'Several sellers have this code', { got: scan.raw });
  return done(meant);
}

async function takeLot(work: Work, session: Session, scan: Read, pending: Counted): Promise<Outcome<undefined>> {
  const lot = scan.lot ?? scan.answer?.lot ?? (scan.kind === 'text' ? scan.value : '');
  if (lot === '') return refuse('lot_required', 'Scan the lot first', { got: scan.raw });
  const state = stateOf(session);
  delete state.pending;
  return addUp(state, { ...pending, lot, at: seenAt(work, scan) });
}

/**
 * A typed number is all there is of the item scanned last, and is told once: another is about no item until one is scanned. None of
 * what the books do not have here was a stray scan.
 */
async function takeNumber(
  work: Work,
  session: Session,
  { units, at }: Pick<Counted, 'units' | 'at'>,
): Promise<Outcome<undefined>> {
  const state = stateOf(session);
  const last = state.typed === true ? undefined : state.counts?.at(-1);
  if (last === undefined) return refuse('scan_item_first', 'Scan an item first');
  last.units = units;
  last.at = at;
  state.typed = true;
  if (units > 0) return done(undefined);
  const here = await balancesAt(work.tx, session.siteId, binPlace(state.binCode!));
  const isBooked = here.some(({ itemId, lot }) => itemId === last.itemId && lot === last.lot);
  if (!isBooked) state.counts!.pop();
  return done(undefined);
}

/** The item scanned last stands last, so that a typed number is about it. */
function addUp(state: CountState, found: Counted): Outcome<undefined> {
  const counts = state.counts ?? [];
  const same = counts.find((count) => count.itemId === found.itemId && count.lot === found.lot);
  const units = (same?.units ?? 0) + found.units;
  const slip = refuseUnits(units);
  if (slip) return slip;
  state.counts = [...counts.filter((count) => count !== same), { ...found, units }];
  delete state.typed;
  return done(undefined);
}

type Expected = Pick<Balance, 'sellerId' | 'itemId' | 'lot'>;

/** What the books have here and nobody has counted: of the items asked for, or of the whole bin. */
async function uncounted(work: Work, session: Session): Promise<Expected[]> {
  const { binCode, counts = [] } = stateOf(session);
  const requests = await openCounts(work.tx, session.siteId, binCode);
  const asked = requests.flatMap((request) => request.itemId ?? []);
  const some = requests.length > 0 && asked.length === requests.length;
  const open = new Map<string, Expected>();
  for (const row of await balancesAt(work.tx, session.siteId, binPlace(binCode!))) {
    const wanted = !some || asked.includes(row.itemId) || counts.some((count) => count.itemId === row.itemId);
    const seen = counts.some((count) => count.itemId === row.itemId && count.lot === row.lot);
    if (wanted && !seen) open.set(`${row.itemId} ${row.lot}`, row);
  }
  return [...open.values()];
}

async function finishOrAsk(work: Work, session: Session, scan: Read): Promise<Outcome<string | undefined>> {
  const state = stateOf(session);
  if (state.pending !== undefined) return refuse('lot_required', 'Scan the lot first');
  const open = await uncounted(work, session);
  if (open.length === 0 || state.asked === true) return finish(work, session, scan);
  state.asked = true;
  const some = open.slice(0, 3).map((row) => row.itemId);
  const items = await itemsById(work.tx, some);
  return done(say(session, words.again, { items: items.map((item) => item.code).join(', ') }));
}

async function finish(work: Work, session: Session, scan: Read): Promise<Outcome<string>> {
  const { binCode, counts = [] } = stateOf(session);
  const since = new Date(seenAt(work, scan));
  const none = (await uncounted(work, session)).map(({ sellerId, itemId, lot }) => {
    return { sellerId, itemId, lot, counted: 0, since };
  });
  const seen = counts.map(({ sellerId, itemId, lot, units, at }) => {
    return { sellerId, itemId, lot, counted: units, since: new Date(at) };
  });
  const handsKnown = (await lastRefusal(work.tx, session.deviceId, 'count')) === 'pick_in_hand';
  const whole = { siteId: session.siteId, binCode: binCode!, counts: [...seen, ...none], handsKnown };
  const finished = await finishCount(work, whole);
  if (finished.refused) return told(work, finished);
  session.state = {};
  return done(await resultOf(work, session, binCode!, finished.value));
}

/** Names the picker, his units and his last scan as every language writes them. */
function told(work: Work, refused: Refused): Refused {
  const { code, message, details } = refused.refusal;
  if (code !== 'pick_in_hand') return refused;
  const [hand] = details as Hand[];
  const { who, units, minutes } = handOf(work, hand!);
  return refuse(code, message, { details, got: `${who} ×${units}, ${minutes} min` });
}

/** So many differences are read on a small screen; the others are in the books. */
const MOST_TOLD = 4;

async function resultOf(work: Work, session: Session, bin: string, result: CountResult): Promise<string> {
  const { waiting, differences, again } = result;
  const told: string[] = [];
  if (again.length > 0) told.push(say(session, words.moved, { bin, items: await listed(work, again) }));
  if (differences.length > 0) {
    const changes = differences.map((one) => ({ ...one, change: `${one.difference > 0 ? '+' : ''}${one.difference}` }));
    const which = waiting > 0 ? words.waiting : words.differs;
    told.push(say(session, which, { bin, items: await listed(work, changes) }));
  }
  return told.length === 0 ? say(session, words.right, { bin }) : told.join('. ');
}

/** Items with their lots, as far as a small screen holds them. */
async function listed(work: Work, of: { itemId: string; lot: string; change?: string }[]): Promise<string> {
  const some = of.slice(0, MOST_TOLD);
  const items = await itemsById(
    work.tx,
    some.map(({ itemId }) => itemId),
  );
  const parts = some.map(({ itemId, lot, change = '' }) => {
    const code = items.find((item) => item.itemId === itemId)!.code;
    return [code, lot, change].filter((part) => part !== '').join(' ');
  });
  return parts.join(', ') + (of.length > some.length ? ', …' : '');
}

/** Why somebody wants it counted; a cause that another program gave stands as it came. */
function causeSaid(session: Session, cause: string): string {
  if (cause === COUNT_AGAIN) return say(session, words.countAgain);
  if (cause === 'short_pick') return say(session, words.shortPick);
  return cause === 'asked' ? say(session, words.asked) : cause;
}

async function screen(work: Work, session: Session): Promise<Step> {
  const { binCode, counts = [], pending, typed } = stateOf(session);
  if (binCode === undefined) {
    const next = await oldestCount(work.tx, session.siteId);
    if (next === undefined) return stepOf('count', say(session, words.bin), 'bin');
    const show = { big: next.binCode, why: causeSaid(session, next.cause) };
    return stepOf('count', say(session, words.goTo, { bin: next.binCode }), 'bin', { show, taskId: next.countId });
  }
  const last = pending ?? (typed === true ? undefined : counts.at(-1));
  const show = {
    big: binCode,
    ...(last === undefined ? {} : { item: { code: last.code, name: last.name } }),
    lines: counts.map(({ code, lot, units }) => ({
      label: lot === '' ? code : `${code} ${lot}`,
      value: String(units),
    })),
  };
  if (pending !== undefined) return stepOf('count', say(session, words.lot), 'lot', { show });
  if (counts.length === 0) {
    const empty = { choice: 'empty', title: say(session, words.empty) };
    return stepOf('count', say(session, words.item), 'item', { show, choices: [empty] });
  }
  const choices = [{ choice: 'finish', title: say(session, words.finish) }];
  const title = say(session, last === undefined ? words.next : words.howMany);
  return { ...stepOf('count', title, 'item', { show, choices }), asks: say(session, words.nextOrBin) };
}
