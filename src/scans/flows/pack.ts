import { itemByBarcode } from '../../catalogue/index.ts';
import { balancesAt } from '../../inventory/index.ts';
import {
  AT_TABLE,
  chooseCarton,
  closeParcel,
  linesOf,
  openCartons,
  openParcel,
  pack,
  packShort,
  parcelById,
  parcelBySscc,
  unpack,
  weigh,
  type Parcel,
} from '../../packing/index.ts';
import { done, notFound, refuse, type Outcome } from '../../platform/errors.ts';
import { weightSaid } from '../../platform/measures.shared.ts';
import type { Work } from '../../platform/work.ts';
import { buyLabel, voidLabel } from '../../shipping/index.ts';
import { say, type FlowOf, type Read, type Session } from '../flow.ts';
import { packStep, toteOf, unitsOf, type PackState } from './packStep.ts';
import { words } from './words/pack.ts';

export const packFlow: FlowOf = {
  flow: 'pack',
  roles: ['packer', 'manager'],
  step: packStep,
  async scan(work, session, scan) {
    const taken = await judge(work, session, scan);
    if (taken.refused) return taken;
    const step = await packStep(work, session);
    if (taken.value !== undefined) step.show.notice = taken.value;
    return done(step);
  },
};

type Told = Outcome<string | undefined>;

const stateOf = (session: Session) => session.state as PackState;

async function judge(work: Work, session: Session, scan: Read): Promise<Told> {
  const { parcelId } = stateOf(session);
  const parcel = parcelId === undefined ? undefined : await parcelById(work.tx, session.siteId, parcelId);
  if (scan.choice === 'anotherTote') return leave(session, parcel);
  if (parcel?.cancelAsked && isHere(parcel)) return putBack(work, session, { scan, parcel });
  if (parcel === undefined || !isHere(parcel) || parcel.state === 'closed') return begin(work, session, scan);
  if (scan.kind === 'tote' && parcel.state === 'open') return turnTo(work, session, { scan, parcel });
  if (parcel.state === 'open') return fill(work, session, { scan, parcel });
  if (scan.choice === 'void') {
    const off = await voidLabel(work, {
      siteId: session.siteId,
      parcelId: parcel.parcelId,
      reason: scan.reason ?? 'packer',
    });
    return off.refused ? off : done(undefined);
  }
  if (parcel.state === 'verified') return weighIn(work, session, { scan, parcel });
  if (parcel.state === 'weighed') {
    return scan.kind === 'tote' ? stickFirst(parcel) : label(work, parcel);
  }
  return finish(work, session, { scan, parcel });
}

/** Still at a packing table, or closed beside it. */
const isHere = ({ state }: Parcel) => state === 'closed' || AT_TABLE.some((one) => one === state);

function leave(session: Session, parcel: Parcel | undefined): Told {
  session.state = {};
  const isBegun = parcel !== undefined && AT_TABLE.some((one) => one === parcel.state) && !parcel.cancelAsked;
  return done(isBegun ? waits(session, parcel) : undefined);
}

const waits = (session: Session, parcel: Parcel) => say(session, words.waits, { tote: toteOf(parcel) });

async function begin(work: Work, session: Session, scan: Read): Promise<Told> {
  const { siteId } = session;
  if (scan.sscc !== undefined) {
    const parcel = await parcelBySscc(work.tx, siteId, scan.sscc);
    if (parcel === undefined) return notFound('parcel', 'sscc', scan.sscc);
    session.state = { parcelId: parcel.parcelId };
    return done(undefined);
  }
  if (scan.kind !== 'tote') return refuse('pack_nothing_here', 'Scan a tote', { got: scan.raw, expected: 'TOTE-…' });
  const opened = await openParcel(work, { siteId, tote: scan.value });
  if (opened.refused) return opened;
  session.state = { parcelId: opened.value.parcelId };
  return done(undefined);
}

interface At {
  scan: Read;
  parcel: Parcel;
}

/** Another tote may come first; whoever turns to it hears that the one before stays as it is. */
async function turnTo(work: Work, session: Session, { scan, parcel }: At): Promise<Told> {
  const begun = await begin(work, session, scan);
  if (begun.refused || stateOf(session).parcelId === parcel.parcelId) return begun;
  return done(waits(session, parcel));
}

async function fill(work: Work, session: Session, { scan, parcel }: At): Promise<Told> {
  const { siteId, parcelId } = parcel;
  const left = await balancesAt(work.tx, siteId, parcel.source);
  if (scan.choice === 'missing') return report(work, { scan, parcel }, left[0]?.itemId);
  if (left.length === 0 || scan.choice === 'split') return close(work, session, { scan, parcel });
  const wanted = await wantedOf(work, session, { scan, parcel });
  if (wanted.refused) return wanted;
  const { itemId, lot, serial, quantity } = wanted.value;
  const packed = await pack(work, { siteId, parcelId, itemId, lot, serial, quantity });
  if (packed.refused) return packed;
  session.state = {
    parcelId,
    last: { itemId, ...(lot === undefined ? {} : { lot }), ...(serial === undefined ? {} : { serial }) },
  };
  if (packed.value.left > 0 || packed.value.suggested.length > 0) return done(undefined);
  const final = await chooseCarton(work, { siteId, parcelId, split: false });
  return final.refused ? final : done(undefined);
}

interface Wanted {
  itemId: string;
  lot: string | undefined;
  serial: string | undefined;
  quantity: number;
}

/** A typed number is how many of the item scanned last are in the parcel in all; everything else names its item. */
async function wantedOf(work: Work, session: Session, { scan, parcel }: At): Promise<Outcome<Wanted>> {
  const { last } = stateOf(session);
  if (scan.source === 'typed' && scan.quantity !== undefined && scan.gtin === undefined && last !== undefined) {
    const packed = unitsOf(await linesOf(work.tx, parcel.siteId, [parcel.parcelId]), last.itemId);
    const more = scan.quantity - packed;
    if (more < 1)
      return refuse('qty_invalid', 'So many are packed already', { got: scan.quantity, expected: packed + 1 });
    return done({ itemId: last.itemId, lot: last.lot, serial: last.serial, quantity: more });
  }
  const code = scan.gtin ?? scan.value;
  const [meant] = await itemByBarcode(work.tx, code, parcel.sellerId);
  if (meant === undefined) {
    const foreign = (await itemByBarcode(work.tx, code)).length > 0;
    if (foreign) return refuse('other_owner', 'Belongs to another seller', { got: scan.raw });
    const cartons = await openCartons(work.tx, session.siteId);
    if (cartons.some(({ cartonCode }) => cartonCode === scan.value.toUpperCase()))
      return refuse('pack_items_first', 'Scan the items first, then the carton', { got: scan.value });
    return refuse('item_unknown', 'Nobody knows this code', { got: scan.raw });
  }
  const quantity = meant.quantity * (scan.quantity ?? 1);
  return done({ itemId: meant.itemId, lot: scan.lot ?? scan.answer?.lot, serial: scan.serial, quantity });
}

/** `missing_wait`, `missing_ship`, `damaged_wait`, `damaged_ship`: of the item that the screen shows. */
async function report(work: Work, { scan, parcel }: At, itemId: string | undefined): Promise<Told> {
  const found = /^(missing|damaged)_(wait|ship)$/.exec(scan.reason ?? '');
  if (found === null || itemId === undefined) {
    return refuse('invalid', 'Say what is wrong', { status: 422, field: 'reason', got: scan.reason });
  }
  const short = await packShort(work, {
    siteId: parcel.siteId,
    parcelId: parcel.parcelId,
    itemId,
    quantity: scan.quantity ?? 1,
    cause: found[1] as 'missing' | 'damaged',
    remedy: found[2] === 'wait' ? 'backOrder' : 'shipWithout',
  });
  return short.refused ? short : done(undefined);
}

/** The carton is scanned or chosen; a weight at once means the proposed one. */
async function close(work: Work, session: Session, { scan, parcel }: At): Promise<Told> {
  const { siteId, parcelId, suggested } = parcel;
  const weight_g = scan.answer?.weight_g ?? (scan.source === 'typed' ? scan.quantity : undefined);
  const split = scan.choice === 'split';
  const named = scan.choice?.startsWith('carton:') ? scan.choice.slice('carton:'.length) : undefined;
  const proposed = weight_g !== undefined || split ? suggested[0] : undefined;
  const cartonCode = named ?? proposed ?? (scan.raw === '' || weight_g !== undefined ? undefined : scan.value);
  if (cartonCode === undefined && scan.choice !== 'ownPackaging' && !split && weight_g === undefined) {
    return refuse('pack_carton_first', 'Scan the carton', { expected: suggested[0] });
  }
  const final = await chooseCarton(work, {
    siteId,
    parcelId,
    split,
    ...(cartonCode === undefined ? {} : { cartonCode }),
  });
  if (final.refused) return final;
  const verified = (await parcelById(work.tx, siteId, parcelId))!;
  return weight_g === undefined ? done(undefined) : weighIn(work, session, { scan, parcel: verified });
}

async function weighIn(work: Work, session: Session, { scan, parcel }: At): Promise<Told> {
  const { siteId, parcelId } = parcel;
  const weight_g = scan.answer?.weight_g ?? scan.quantity;
  if (weight_g === undefined) {
    // another carton after all
    if (scan.kind === 'text' || scan.choice?.startsWith('carton:')) return close(work, session, { scan, parcel });
    return refuse('pack_weigh_first', 'Weigh this parcel first', { got: toteOf(parcel) });
  }
  const weighed = await weigh(work, { siteId, parcelId, weight_g, reason: scan.reason });
  if (!weighed.refused) return label(work, parcel);
  const { code, message, got, expected, ...more } = weighed.refusal;
  if (code !== 'pack_weight_off') return weighed;
  const said = (weight_g: unknown) => weightSaid(session.language, Number(weight_g));
  return refuse(code, message, { ...more, got: said(got), expected: said(expected) });
}

async function label(work: Work, { siteId, parcelId }: Parcel): Promise<Told> {
  const bought = await buyLabel(work, { siteId, parcelId, carrier: 'own' });
  return bought.refused ? bought : done(undefined);
}

/** The goods of one order lie in a box without its label: nothing else comes to the table by mistake. */
const stickFirst = (parcel: Parcel) =>
  refuse('pack_stick_first', 'Stick and scan the label first', { got: toteOf(parcel), expected: parcel.sscc });

async function finish(work: Work, session: Session, { scan, parcel }: At): Promise<Told> {
  if (scan.choice === 'reprint') return done(undefined);
  if (scan.sscc === undefined) return stickFirst(parcel);
  if (scan.sscc !== parcel.sscc) {
    return refuse('pack_label_other', 'Label of another parcel', { got: scan.sscc, expected: parcel.sscc });
  }
  const closed = await closeParcel(work, { siteId: parcel.siteId, sscc: parcel.sscc });
  if (closed.refused) return closed;
  session.state = {};
  const rest = await balancesAt(work.tx, parcel.siteId, parcel.source);
  if (rest.length > 0) {
    const next = await openParcel(work, { siteId: parcel.siteId, tote: toteOf(parcel) });
    if (!next.refused) session.state = { parcelId: next.value.parcelId };
  }
  return done(say(session, words.closed, { sscc: parcel.sscc.slice(-6) }));
}

async function putBack(work: Work, session: Session, { scan, parcel }: At): Promise<Told> {
  if (scan.kind !== 'bin') return refuse('pack_cancelled', 'Order cancelled: scan a bin', { got: scan.raw });
  const { siteId, parcelId } = parcel;
  const opened = await unpack(work, { siteId, parcelId, binCode: scan.value });
  if (opened.refused) return opened;
  session.state = {};
  return done(say(session, words.putBack, { units: opened.value.units }));
}
