import { itemById, itemByBarcode } from '../../catalogue/index.ts';
import { parcelBySscc } from '../../packing/index.ts';
import { done, notFound, refuse, type Outcome } from '../../platform/errors.ts';
import type { Work } from '../../platform/work.ts';
import {
  announce,
  caseByCode,
  caseById,
  decideUnit,
  grade,
  grades,
  openCaseOf,
  returnsShown,
  takeBack,
  takeBackParcel,
  type Decision,
  type ReturnShown,
} from '../../returns/index.ts';
import { say, stepOf, type FlowOf, type Read, type Session } from '../flow.ts';
import type { Step } from '../step.shared.ts';
import { words } from './words/return.ts';

interface ReturnState {
  returnId?: string;
}

const decisions = ['restock', 'scrap', 'toSeller', 'reject'] as const satisfies Decision[];

export const returnFlow: FlowOf = {
  flow: 'return',
  roles: ['receiver', 'manager'],
  step: screen,
  async scan(work, session, scan) {
    const taken = await judge(work, session, scan);
    if (taken.refused) return taken;
    const step = await screen(work, session);
    if (taken.value !== undefined) step.show.notice = taken.value;
    return done(step);
  },
};

type Told = Outcome<string | undefined>;

async function judge(work: Work, session: Session, scan: Read): Promise<Told> {
  const one = await atHand(work, session);
  if (scan.choice === 'finish') {
    session.state = {};
    return done(undefined);
  }
  const unit = one && openUnit(one);
  // whoever takes the next parcel has done with this one
  if (one === undefined || (unit === undefined && scan.sscc !== undefined)) return begin(work, session, scan);
  if (unit === undefined) return takeUnit(work, session, { one, scan });
  if (unit.state === 'received') {
    const found = grades.find((known) => known === (scan.answer?.condition ?? scan.choice ?? scan.value));
    if (found === undefined) return refuse('return_not_graded', 'Grade the unit first', { got: scan.raw });
    const photoId = scan.answer?.photoId;
    const graded = await grade(work, { siteId: session.siteId, unitId: unit.unitId, grade: found, photoId });
    return graded.refused ? graded : done(undefined);
  }
  return settleUnit(work, session, { unitId: unit.unitId, scan });
}

async function atHand(work: Work, session: Session): Promise<ReturnShown | undefined> {
  const { returnId } = session.state as ReturnState;
  const one = returnId === undefined ? undefined : await caseById(work.tx, returnId);
  return one && (await returnsShown(work, [one]))[0];
}

/** The unit that is neither graded nor decided yet, the first of them. */
function openUnit({ units }: ReturnShown) {
  return units.find(({ state }) => state === 'graded') ?? units.find(({ state }) => state === 'received');
}

/** A return label, the label of a parcel that came back, or of one that was delivered and is returned without a word. */
async function begin(work: Work, session: Session, scan: Read): Promise<Told> {
  const { siteId } = session;
  if (scan.sscc === undefined) {
    const known = await caseByCode(work.tx, siteId, scan.value.toUpperCase());
    if (known === undefined) return notFound('return', 'code', scan.raw);
    session.state = { returnId: known.returnId };
    return done(undefined);
  }
  const parcel = await parcelBySscc(work.tx, siteId, scan.sscc);
  if (parcel === undefined) return notFound('parcel', 'sscc', scan.sscc);
  if (parcel.state !== 'delivered') {
    const back = await takeBackParcel(work, { siteId, sscc: scan.sscc });
    if (back.refused) return back;
    session.state = { returnId: back.value.returnId };
    return done(undefined);
  }
  const known = await openCaseOf(work.tx, siteId, parcel.orderId);
  const opened = known ?? (await announced(work, parcel.orderId));
  if ('refused' in opened) return opened;
  session.state = { returnId: opened.returnId };
  return done(undefined);
}

async function announced(work: Work, orderId: string) {
  const made = await announce(work, { orderId, reason: 'unannounced', lines: [] });
  return made.refused ? made : { returnId: made.value.returnId };
}

async function takeUnit(work: Work, session: Session, { one, scan }: { one: ReturnShown; scan: Read }): Promise<Told> {
  const [meant] = await itemByBarcode(work.tx, scan.gtin ?? scan.value, one.sellerId);
  if (meant === undefined) return refuse('item_unknown', 'Nobody knows this code', { got: scan.raw });
  const { siteId } = session;
  const taken = await takeBack(work, {
    siteId,
    returnId: one.returnId,
    itemId: meant.itemId,
    lot: scan.lot,
    serial: scan.serial,
  });
  return taken.refused ? taken : done(undefined);
}

/** A choice, or the place it goes to: scanning a bin or an LPN restocks it there. */
async function settleUnit(
  work: Work,
  session: Session,
  { unitId, scan }: { unitId: string; scan: Read },
): Promise<Told> {
  const place = scan.kind === 'bin' ? { toBin: scan.value } : scan.kind === 'lpn' ? { toLpn: scan.value } : undefined;
  const decision = place ? 'restock' : decisions.find((one) => one === scan.choice);
  if (decision === undefined)
    return refuse('invalid', 'Choose what becomes of it', { status: 422, got: scan.raw, expected: decisions });
  const decided = await decideUnit(work, { siteId: session.siteId, unitId, decision, ...place });
  if (decided.refused) return decided;
  const unit = decided.value.units.find((one) => one.unitId === unitId)!;
  const item = await itemById(work.tx, unit.itemId);
  return done(say(session, words.decided, { item: item?.code ?? '' }));
}

async function screen(work: Work, session: Session): Promise<Step> {
  const one = await atHand(work, session);
  if (one === undefined) return stepOf('return', say(session, words.start), 'any');
  const settled = one.units.filter(({ state }) => state !== 'received' && state !== 'graded').length;
  const progress = { done: settled, total: one.units.length };
  const finish = { choice: 'finish', title: say(session, words.finish) };
  const taskId = one.returnId;
  const unit = openUnit(one);
  if (unit === undefined) {
    return stepOf('return', say(session, words.item), 'item', {
      taskId,
      choices: [finish],
      show: { big: one.code, progress },
    });
  }
  const item = await itemById(work.tx, unit.itemId);
  const show = { progress, ...(item === undefined ? {} : { item: { code: item.code, name: item.name } }) };
  if (unit.state === 'received') {
    const choices = grades.map((choice) => ({ choice, title: say(session, words[choice]) }));
    return stepOf('return', say(session, words.condition), 'condition', { taskId, choices, show });
  }
  const sellable = unit.grade === 'A' || unit.grade === 'B';
  const choices = decisions
    .filter((choice) => choice !== 'restock' || sellable)
    .map((choice) => ({ choice, title: say(session, words[choice]) }));
  const more = { taskId, choices, show: { ...show, big: unit.grade! } };
  // what is not sold again goes nowhere by a scan: its keys are all there is
  if (!sellable) return stepOf('return', say(session, words.decide), 'none', more);
  return { ...stepOf('return', say(session, words.decide), 'any', more), asks: say(session, words.place) };
}
