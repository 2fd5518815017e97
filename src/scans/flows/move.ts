import { itemsById } from '../../catalogue/index.ts';
import { balancesAt, binPlace, lpnPlace, post, totePlace, type Balance, type Leg } from '../../inventory/index.ts';
import { putAway } from '../../inbound/index.ts';
import { done, refuse, type Outcome } from '../../platform/errors.ts';
import type { Work } from '../../platform/work.ts';
import { admitGoods } from '../../slotting/index.ts';
import { openPutBacks, putBack } from '../../waves/index.ts';
import { say, stepOf, type FlowOf, type Read, type Session } from '../flow.ts';
import type { Step } from '../step.shared.ts';
import { meaningsHere } from './meaningsHere.ts';
import { words } from './words/move.ts';

interface Hand {
  itemId: string;
  code: string;
  name: string;
  lot: string;
  condition: Balance['condition'];
  units: number;
}

interface MoveState {
  from?: { kind: 'bin' | 'lpn' | 'tote'; code: string };
  hand?: Hand;
}

export const moveFlow: FlowOf = {
  flow: 'move',
  roles: ['picker', 'receiver', 'packer', 'manager'],
  step: screen,
  async scan(work, session, scan) {
    const taken = await judge(work, session, scan);
    if (taken.refused) return taken;
    const step = await screen(work, session);
    if (taken.value !== undefined) step.show.notice = taken.value;
    return done(step);
  },
};

const stateOf = (session: Session) => session.state as MoveState;
const placeOf = ({ kind, code }: NonNullable<MoveState['from']>) =>
  kind === 'bin' ? binPlace(code) : kind === 'lpn' ? lpnPlace(code) : totePlace(code);

async function judge(work: Work, session: Session, scan: Read): Promise<Outcome<string | undefined>> {
  const { from, hand } = stateOf(session);
  if (scan.choice === 'cancel') {
    session.state = {};
    return done(undefined);
  }
  if (from === undefined) return takeSource(work, session, scan);
  const here = await balancesAt(work.tx, session.siteId, placeOf(from));
  if (scan.kind === 'bin') return takeTarget(work, session, scan.value, here);
  if (hand !== undefined && scan.source === 'typed' && scan.kind === 'text' && scan.quantity !== undefined) {
    return takeUnits(session, { ...hand, units: scan.quantity }, here);
  }
  return takeItem(work, session, scan, here);
}

async function takeSource(work: Work, session: Session, scan: Read): Promise<Outcome<undefined>> {
  const { kind, value } = scan;
  const from =
    kind === 'bin' || kind === 'tote'
      ? { kind, code: value }
      : kind === 'lpn' || kind === 'sscc'
        ? { kind: 'lpn' as const, code: value }
        : undefined;
  if (from === undefined)
    return refuse('scan_expected', 'Scan a bin', { got: scan.raw, expected: say(session, words.aBin) });
  const here = await balancesAt(work.tx, session.siteId, placeOf(from));
  const movable = from.kind !== 'tote' || (await openPutBacks(work.tx, session.siteId, value)).length > 0;
  if (here.length === 0 || !movable) return refuse('nothing_here', 'Nothing to move lies there', { got: value });
  session.state = { from };
  return done(undefined);
}

async function takeItem(work: Work, session: Session, scan: Read, here: Balance[]): Promise<Outcome<undefined>> {
  const { from, hand } = stateOf(session);
  const meant = await meaningsHere(work, scan, here);
  const [meaning] = meant;
  if (meaning === undefined) return refuse('not_here', 'This is not here', { got: scan.raw, expected: from!.code });
  const rows = here.filter((row) => row.itemId === meaning.itemId && (scan.lot === undefined || row.lot === scan.lot));
  const [first] = [...rows].sort((a, b) => Number(b.condition === 'sellable') - Number(a.condition === 'sellable'));
  if (first === undefined) return refuse('wrong_lot', 'This lot is not here', { got: scan.lot, expected: from!.code });
  if (new Set(rows.map((row) => row.lot)).size > 1) return refuse('lot_required', 'Scan the lot first');
  const { itemId, lot, condition } = first;
  const same = hand?.itemId === itemId && hand.lot === lot ? hand.units : 0;
  const units = same + meaning.quantity * (scan.quantity ?? 1);
  return takeUnits(session, { itemId, code: meaning.code, name: meaning.name, lot, condition, units }, here);
}

function takeUnits(session: Session, hand: Hand, here: Balance[]): Outcome<undefined> {
  const there = unitsOf(rowsOf(hand, here));
  if (hand.units > there) return refuse('more_than_here', 'Fewer lie here', { got: hand.units, expected: there });
  stateOf(session).hand = hand;
  return done(undefined);
}

const rowsOf = ({ itemId, lot, condition }: Hand, here: Balance[]) =>
  here.filter((row) => row.itemId === itemId && row.lot === lot && row.condition === condition);
const unitsOf = (rows: Balance[]) => rows.reduce((sum, row) => sum + row.quantity, 0);

async function takeTarget(work: Work, session: Session, binCode: string, here: Balance[]): Promise<Outcome<string>> {
  const { from, hand } = stateOf(session);
  if (from!.kind === 'bin' && from!.code === binCode) return refuse('same_bin', 'It lies there already');
  const moved = await moveTo(work, session, binCode, here);
  if (moved.refused) return moved;
  const units = hand?.units ?? unitsOf(here);
  const rest = unitsOf(here) - units;
  session.state = rest > 0 ? { from } : {};
  return done(say(session, words.moved, { units, bin: binCode }));
}

/** From an LPN as put-away does it, from a tote as a put-back, from a bin as one movement. */
async function moveTo(work: Work, session: Session, binCode: string, here: Balance[]): Promise<Outcome<unknown>> {
  const { from, hand } = stateOf(session);
  const { siteId } = session;
  if (from!.kind === 'lpn') {
    const part = hand === undefined ? {} : { itemId: hand.itemId, lot: hand.lot, quantity: hand.units };
    return putAway(work, { siteId, lpnCode: from!.code, binCode, ...part });
  }
  if (hand === undefined) return refuse('scan_item_first', 'Scan an item first');
  if (from!.kind === 'tote') {
    const task = (await openPutBacks(work.tx, siteId, from!.code)).find(
      (open) => open.itemId === hand.itemId && open.lot === hand.lot,
    );
    if (task === undefined) return refuse('put_back_done', 'This is put back already');
    return putBack(work, { siteId, putBackId: task.putBackId, binCode, quantity: hand.units });
  }
  const rows = rowsOf(hand, here);
  const goods = { siteId, lpnCode: '', sellerId: rows[0]!.sellerId, binCode, quantity: hand.units };
  const { itemId, lot, condition } = hand;
  const unfit = await admitGoods(work, { ...goods, itemId, lot, condition });
  if (unfit !== undefined) return unfit;
  return post(work, { siteId, kind: 'move', legs: legsOf(rows, hand.units, binCode) });
}

function legsOf(rows: Balance[], units: number, binCode: string): Leg[] {
  let left = units;
  return rows.flatMap(({ sellerId, itemId, lot, serial, condition, place, quantity: there, allocated }) => {
    // serial rows that somebody is to pick stay; of the rest the guard of the balance decides
    const quantity = Math.min(left, serial === '' ? there : there - allocated);
    left -= quantity;
    const way = { from: place, to: binPlace(binCode), fromCondition: condition, toCondition: condition };
    return quantity === 0 ? [] : [{ sellerId, itemId, lot, serial, ...way, quantity }];
  });
}

async function screen(work: Work, session: Session): Promise<Step> {
  const { from, hand } = stateOf(session);
  if (from === undefined) return stepOf('move', say(session, words.from), 'any');
  const choices = [{ choice: 'cancel', title: say(session, words.cancel) }];
  if (hand === undefined) {
    const here = await balancesAt(work.tx, session.siteId, placeOf(from));
    const shown = here.slice(0, 8);
    const items = await itemsById(
      work.tx,
      shown.map((row) => row.itemId),
    );
    const codes = new Map(items.map(({ itemId, code }) => [itemId, code]));
    const lines = shown.map(({ itemId, quantity }) => ({ label: codes.get(itemId)!, value: String(quantity) }));
    const title = from.kind === 'tote' ? say(session, words.putBack, { tote: from.code }) : say(session, words.item);
    const why = from.kind === 'lpn' ? { why: say(session, words.all) } : {};
    return stepOf('move', title, 'item', { show: { big: from.code, lines, ...why }, choices });
  }
  const show = {
    big: from.code,
    item: { code: hand.code, name: hand.name },
    quantity: { asked: hand.units, done: hand.units },
  };
  return stepOf('move', say(session, words.to), 'bin', { show, choices });
}
