import { itemById, itemByBarcode } from '../../catalogue/index.ts';
import { putAway, suggestPutAway } from '../../inbound/index.ts';
import { done, refuse, type Outcome } from '../../platform/errors.ts';
import { distanceSaid } from '../../platform/measures.shared.ts';
import { attempt } from '../../platform/transact.ts';
import type { Work } from '../../platform/work.ts';
import type { Why } from '../../slotting/index.ts';
import { say, stepOf, type FlowOf, type Read, type Session } from '../flow.ts';
import type { Show, Step } from '../step.shared.ts';
import { words } from './words/putAway.ts';

/** Where the device stands: the LPN, and what was decided for its next goods. */
interface PutAwayState {
  lpn?: string | undefined;
  goods?: Going | undefined;
  notBins?: string[] | undefined;
  /** Why the worker takes them to another bin than was said. */
  elsewhere?: string | undefined;
  /** The bin was scanned; the item of a mixed LPN is still to be. */
  atBin?: string | undefined;
  counted?: number | undefined;
}

interface Going {
  sellerId: string;
  itemId: string;
  code: string;
  name: string;
  lot: string;
  binCode: string;
  quantity: number;
  /** Units of these goods on the LPN. */
  onLpn: number;
  mixed: boolean;
  why: Why;
}

/** LPN → bin → next; a mixed LPN asks for the item, and for the count where it is more than one. */
export const putAwayFlow: FlowOf = {
  flow: 'putAway',
  roles: ['receiver', 'picker', 'manager'],
  step: async (_work, session) => putAwayStep(session),
  async scan(work, session, scan) {
    const taken = await judge(work, session, scan);
    if (taken.refused) return taken;
    const step = putAwayStep(session);
    if (taken.value !== undefined) step.show.notice = taken.value;
    return done(step);
  },
};

type Notice = Outcome<string | undefined>;
const stateOf = (session: Session) => session.state as PutAwayState;

async function judge(work: Work, session: Session, scan: Read): Promise<Notice> {
  const { goods, atBin } = stateOf(session);
  if (scan.kind === 'lpn' || scan.kind === 'sscc' || goods === undefined) return takeLpn(work, session, scan);
  if (scan.choice !== undefined) return takeChoice(work, session, scan, goods);
  if (atBin !== undefined) return takeItem(work, session, scan, goods);
  return takeBin(work, session, scan, goods);
}

async function takeLpn(work: Work, session: Session, scan: Read): Promise<Notice> {
  if (scan.kind !== 'lpn' && scan.kind !== 'sscc') {
    return refuse('scan_expected', 'Scan an LPN', { got: scan.raw, expected: say(session, words.anLpn) });
  }
  return goOn(work, session, { lpn: scan.value, notBins: [] });
}

/** Decides where the next goods of the LPN go. */
async function goOn(work: Work, session: Session, at: { lpn: string; notBins: string[] }): Promise<Notice> {
  const next = await suggestPutAway(work, { siteId: session.siteId, lpnCode: at.lpn, notBins: at.notBins });
  if (next.refused) return next;
  const { goods, kinds, binCode, quantity, why } = next.value;
  const item = await itemById(work.tx, goods.itemId);
  session.state = {
    lpn: at.lpn,
    notBins: at.notBins,
    goods: {
      sellerId: goods.sellerId,
      itemId: goods.itemId,
      code: item?.code ?? '',
      name: item?.name ?? '',
      lot: goods.lot,
      binCode,
      quantity,
      onLpn: goods.quantity,
      mixed: kinds > 1,
      why,
    },
  };
  return done(undefined);
}

async function takeChoice(work: Work, session: Session, scan: Read, goods: Going): Promise<Notice> {
  const state = stateOf(session);
  if (scan.choice === 'binFull') {
    return goOn(work, session, { lpn: state.lpn!, notBins: [...(state.notBins ?? []), goods.binCode] });
  }
  if (scan.choice !== 'otherBin') return refuse('invalid', 'Not a choice here', { got: scan.choice });
  state.elsewhere = scan.reason ?? 'other bin';
  return done(undefined);
}

async function takeBin(work: Work, session: Session, scan: Read, goods: Going): Promise<Notice> {
  const state = stateOf(session);
  const binCode = scan.value.toUpperCase();
  if (binCode === '' || !['bin', 'text', 'dock', 'lane'].includes(scan.kind)) {
    return refuse('bin_expected', 'Scan the bin', { got: scan.raw, expected: goods.binCode });
  }
  if (binCode !== goods.binCode && state.elsewhere === undefined) {
    return refuse('wrong_bin', 'Another bin was said', { got: binCode, expected: goods.binCode });
  }
  if (goods.mixed) {
    state.atBin = binCode;
    return done(undefined);
  }
  return stow(work, session, { binCode, goods, quantity: goods.quantity });
}

async function takeItem(work: Work, session: Session, scan: Read, goods: Going): Promise<Notice> {
  const state = stateOf(session);
  const binCode = state.atBin!;
  if (scan.quantity !== undefined && (scan.raw === '' || scan.source === 'typed')) {
    if (state.counted === undefined) return refuse('item_expected', 'Scan the item', { expected: goods.code });
    if (scan.quantity > goods.quantity) {
      return refuse('qty_invalid', 'More than are to go there', {
        got: scan.quantity,
        expected: `1–${goods.quantity}`,
      });
    }
    return stow(work, session, { binCode, goods, quantity: scan.quantity });
  }
  const meanings = await itemByBarcode(work.tx, scan.gtin ?? scan.value, goods.sellerId);
  const meaning = meanings.find((one) => one.itemId === goods.itemId);
  if (meaning === undefined) {
    return refuse('wrong_item', 'Another item is to go there', {
      got: meanings[0]?.code ?? scan.raw,
      expected: goods.code,
    });
  }
  const counted = (state.counted ?? 0) + meaning.quantity * (scan.quantity ?? 1);
  if (counted >= goods.quantity) return stow(work, session, { binCode, goods, quantity: goods.quantity });
  state.counted = counted;
  return done(undefined);
}

/** A bin that was said and does not take the goods after all is replaced by the next best one. */
async function stow(
  work: Work,
  session: Session,
  at: { binCode: string; goods: Going; quantity: number },
): Promise<Notice> {
  const { lpn, notBins = [], elsewhere } = stateOf(session);
  const { binCode, goods, quantity } = at;
  const more = {
    ...(goods.lot === '' ? {} : { lot: goods.lot }),
    ...(elsewhere === undefined ? {} : { reason: elsewhere }),
  };
  const input = { siteId: session.siteId, lpnCode: lpn!, binCode, itemId: goods.itemId, quantity, ...more };
  const stowed = await attempt(work, (part) => putAway(part, input));
  if (stowed.refused) {
    if (elsewhere !== undefined || !stowed.refusal.code.startsWith('bin_')) return stowed;
    const next = await goOn(work, session, { lpn: lpn!, notBins: [...notBins, binCode] });
    if (next.refused) return next;
    return done(say(session, words.instead, { bin: binCode, next: stateOf(session).goods!.binCode }));
  }
  const notice = say(session, words.stowed, { count: quantity, bin: binCode });
  session.state = {};
  if (stowed.value.left === 0) return done(notice);
  const next = await goOn(work, session, { lpn: lpn!, notBins: [] });
  return next.refused ? next : done(notice);
}

function putAwayStep(session: Session): Step {
  const { goods, atBin, counted, elsewhere, lpn } = stateOf(session);
  if (goods === undefined)
    return stepOf('putAway', say(session, words.lpn), 'lpn', { show: { why: say(session, words.lpnHint) } });
  const show: Show = {
    big: goods.binCode,
    why: whyText(session, goods.why),
    item: { code: goods.code, name: goods.name },
    quantity: { asked: goods.quantity, done: counted ?? 0 },
    lines: [
      { label: 'LPN', value: lpn ?? '' },
      ...(goods.onLpn > goods.quantity
        ? [{ label: say(session, words.left), value: String(goods.onLpn - goods.quantity) }]
        : []),
    ],
  };
  if (atBin !== undefined) {
    const text = counted === undefined ? words.item : words.quantity;
    return stepOf('putAway', say(session, text, { bin: atBin }), counted === undefined ? 'item' : 'quantity', { show });
  }
  const reasons = (['notReachable', 'notClean', 'better'] as const).map((reason) => ({
    reason,
    title: say(session, words[reason]),
  }));
  const choices = [
    { choice: 'binFull', title: say(session, words.binFull) },
    { choice: 'otherBin', title: say(session, words.otherBin), needs: 'reason' as const, reasons },
  ];
  const title = elsewhere === undefined ? say(session, words.bin, { bin: goods.binCode }) : say(session, words.anyBin);
  return stepOf('putAway', title, 'bin', { show, choices });
}

function whyText(session: Session, why: Why): string {
  const distance = distanceSaid(session.language, why.distance_m);
  return say(session, words[why.because], { code: why.itemCode ?? '', distance });
}
