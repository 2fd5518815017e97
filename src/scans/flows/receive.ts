import { z } from 'zod';
import { itemByBarcode, type Item } from '../../catalogue/index.ts';
import {
  announces,
  bookedDay,
  closeBox,
  closeReceipt,
  gateIn,
  receive,
  shipmentById,
  shipmentsByLabel,
} from '../../inbound/index.ts';
import { sitesSeenBy } from '../../layout/index.ts';
import { done, refuse, type Outcome } from '../../platform/errors.ts';
import type { Work } from '../../platform/work.ts';
import { refuseUnits, say, type FlowOf, type Read, type Session } from '../flow.ts';
import type { Step } from '../step.shared.ts';
import { loadScene, missingOf, receiveStep, type InHand, type ReceiveState, type Scene } from './receiveStep.ts';
import { words } from './words/receive.ts';

/**
 * Shipment → item → [lot, expiry, serials] → quantity (scanned piece by piece, or typed) → LPN → next item. Scans only,
 * as long as nothing is wrong; a typed number counts what was last scanned: two cases of twelve are 24.
 */
export const receiveFlow: FlowOf = {
  flow: 'receive',
  roles: ['receiver', 'manager'],
  step: async (work, session) => receiveStep(session, await loadScene(work, session)),
  async scan(work, session, scan) {
    const scene = await loadScene(work, session);
    const taken = await judge(work, session, scan, scene);
    if (taken.refused) return taken;
    const step: Step = receiveStep(session, await loadScene(work, session, scene));
    if (taken.value !== undefined) step.show.notice = taken.value;
    return done(step);
  },
};

type Notice = Outcome<string | undefined>;
const stateOf = (session: Session) => session.state as ReceiveState;

async function judge(work: Work, session: Session, scan: Read, scene: Scene | undefined): Promise<Notice> {
  if (scene === undefined) return takeShipment(work, session, scan);
  const { goods } = stateOf(session);
  if (scan.choice !== undefined) return takeChoice(work, session, scan, scene);
  if (goods === undefined || scene.item === undefined) {
    const label = scan.kind === 'sscc' || scan.kind === 'text' ? await shipmentsByLabel(work.tx, scan.value) : [];
    return label.length > 0 ? takeShipment(work, session, scan) : takeItem(work, session, scan, scene);
  }
  const missing = missingOf(goods, scene.item);
  if (missing !== undefined && takeMissing(goods, missing, scan)) return done(undefined);
  if (missing === 'serial' && scan.kind !== 'lpn') return takeSerial(goods, scan);
  if (scan.kind === 'lpn' || scan.kind === 'sscc')
    return takeLpn(work, session, scan.value, { scene, item: scene.item });
  if (scan.quantity !== undefined && (scan.raw === '' || scan.source === 'typed')) {
    const counted = scan.quantity * goods.unit;
    Object.assign(goods, { counted, typed: true, surplusOn: undefined });
    return refuseUnits(counted) ?? done(undefined);
  }
  return takeItem(work, session, scan, scene);
}

async function takeShipment(work: Work, session: Session, scan: Read): Promise<Notice> {
  const named = scan.value === '' ? [] : await shipmentsByLabel(work.tx, scan.value);
  const found = named.length > 0 || scan.raw === '' ? named : await shipmentsByLabel(work.tx, scan.raw.trim());
  if (found.length === 0) return refuse('asn_unknown', 'No shipment has this number', { got: scan.raw });
  const here = found.filter((row) => row.siteId === session.siteId);
  const [elsewhere] = found;
  if (here.length === 0) {
    const [site] = await sitesSeenBy(work.tx, [elsewhere!.siteId]);
    return refuse('asn_not_here', 'It is expected at another site', { expected: site?.name });
  }
  const live = here.filter((row) => !['draft', 'cancelled', 'refused', 'counted', 'closed'].includes(row.state));
  const [shipment] = live;
  if (shipment === undefined) return refuse('asn_closed', 'This shipment is closed', { got: here[0]!.state });
  if (live.length > 1) return refuse('asn_ambiguous', 'Several shipments have this number', { got: scan.raw });
  if (!['arrived', 'receiving'].includes(shipment.state)) {
    const { day, isToday } = await bookedDay(work, shipment);
    if (!isToday && stateOf(session).otherDay !== shipment.shipmentId) {
      session.state = { otherDay: shipment.shipmentId };
      return done(say(session, words.otherDay, { asn: shipment.asn, day }));
    }
    // a scan at the dock is the arrival
    const arrived = await gateIn(work, { shipmentId: shipment.shipmentId });
    if (arrived.refused) return arrived;
  }
  session.state = { shipmentId: shipment.shipmentId, ...(shipment.boxNo === null ? {} : { boxNo: shipment.boxNo }) };
  return done(undefined);
}

async function takeItem(work: Work, session: Session, scan: Read, scene: Scene): Promise<Notice> {
  const state = stateOf(session);
  const code = scan.gtin ?? scan.value;
  const { sellerId } = scene.shipment;
  const [meaning] = await itemByBarcode(work.tx, code, sellerId);
  if (meaning === undefined) {
    if (state.goods !== undefined) return refuse('lpn_expected', 'Scan an LPN', { got: scan.raw });
    const others = await itemByBarcode(work.tx, code);
    return others.length > 0
      ? refuse('other_owner', 'Belongs to another seller')
      : refuse('item_unknown', 'Nobody knows this code', { got: scan.raw });
  }
  const inHand = state.goods?.itemId === meaning.itemId;
  const wanted = inHand || scene.shipment.unannounced || state.unexpected !== undefined;
  if (!wanted && !(await announces(work.tx, scene.shipment, meaning.itemId))) {
    return refuse('item_not_on_shipment', 'This item was not announced', { got: meaning.code });
  }
  const units = meaning.quantity * (scan.count ?? 1) * (scan.quantity ?? 1);
  const { goods } = state;
  const slip = refuseUnits(units + (goods?.counted ?? 0));
  if (slip) return slip;
  if (goods === undefined) {
    state.goods = {
      itemId: meaning.itemId,
      unit: meaning.quantity,
      counted: units,
      typed: scan.quantity !== undefined || scan.count !== undefined,
      lot: scan.lot,
      expiry: scan.expiry,
      serials: scan.serial === undefined ? [] : [scan.serial],
    };
    return done(undefined);
  }
  const other = goods.itemId !== meaning.itemId || (scan.lot !== undefined && scan.lot !== goods.lot);
  if (other)
    return refuse('wrong_item', 'Finish the item in hand first', { got: meaning.code, expected: scene.item?.code });
  if (scan.serial !== undefined && goods.serials.includes(scan.serial)) {
    return refuse('serial_twice', 'This serial was scanned already', { got: scan.serial });
  }
  if (scan.serial !== undefined) goods.serials.push(scan.serial);
  const counted = goods.typed ? units : goods.counted + units;
  Object.assign(goods, { unit: meaning.quantity, counted, typed: false, surplusOn: undefined });
  return done(undefined);
}

/** A lot or an expiry date that the label did not say, scanned or typed. @returns whether the scan was it */
function takeMissing(goods: InHand, missing: 'lot' | 'expiry' | 'serial', scan: Read): boolean {
  const { answer } = scan;
  if (missing === 'lot') {
    const lot = answer?.lot ?? scan.lot ?? (scan.kind === 'text' ? scan.value : undefined);
    if (lot === undefined) return false;
    goods.lot = lot;
    goods.expiry ??= scan.expiry ?? answer?.expiry;
    return true;
  }
  if (missing === 'expiry') {
    const typed = z.iso.date().safeParse(scan.value).success ? scan.value : undefined;
    const expiry = answer?.expiry ?? scan.expiry ?? typed;
    if (expiry === undefined) return false;
    goods.expiry = expiry;
    return true;
  }
  return false;
}

function takeSerial(goods: InHand, scan: Read): Notice {
  const serial = scan.serial ?? scan.value;
  if (serial === '') return refuse('serial_required', 'Scan a serial number');
  if (goods.serials.includes(serial)) return refuse('serial_twice', 'This serial was scanned already', { got: serial });
  goods.serials.push(serial);
  return done(undefined);
}

async function takeLpn(
  work: Work,
  session: Session,
  lpnCode: string,
  at: { scene: Scene; item: Item },
): Promise<Notice> {
  const state = stateOf(session);
  const goods = state.goods!;
  const { shipment } = at.scene;
  // a slip of the finger on the number keys is held, paid for and argued about: the same LPN again says that it is none
  if (isSurplus(state, goods, at.scene) && goods.surplusOn !== lpnCode) {
    goods.surplusOn = lpnCode;
    return done(say(session, words.surplusAsk, { count: goods.counted, open: at.scene.asked }));
  }
  const reason = goods.damaged ?? state.unexpected;
  const received = await receive(work, {
    shipmentId: shipment.shipmentId,
    itemId: goods.itemId,
    quantity: goods.counted,
    condition: goods.damaged === undefined ? 'sellable' : 'damaged',
    lpnCode,
    ...(goods.lot === undefined ? {} : { lot: goods.lot }),
    ...(goods.expiry === undefined ? {} : { expiry: goods.expiry }),
    ...(goods.serials.length === 0 ? {} : { serials: goods.serials }),
    ...(state.boxNo === undefined ? {} : { boxNo: state.boxNo }),
    ...(reason === undefined ? {} : { reason }),
  });
  if (received.refused) return received;
  session.state = { shipmentId: state.shipmentId, ...(state.boxNo === undefined ? {} : { boxNo: state.boxNo }) };
  const { held } = received.value;
  const fill = { count: goods.counted, code: at.item.code, lpn: lpnCode, held };
  return done(say(session, held > 0 ? words.held : words.taken, fill));
}

/** More than is announced and not there yet; of goods that nobody announced, as he said who counts them, there is no such number. */
function isSurplus({ unexpected }: ReceiveState, { counted }: InHand, { shipment, asked }: Scene): boolean {
  return counted > asked && unexpected === undefined && !shipment.unannounced;
}

async function takeChoice(work: Work, session: Session, scan: Read, scene: Scene): Promise<Notice> {
  const state = stateOf(session);
  const { shipmentId } = scene.shipment;
  if (state.goods !== undefined) {
    if (scan.choice === 'again') session.state = { ...state, goods: undefined };
    else if (scan.choice === 'damaged') state.goods.damaged = scan.reason ?? 'damaged';
    else return refuse('lpn_expected', 'Scan an LPN');
    return done(undefined);
  }
  if (scan.choice === 'notAnnounced') {
    state.unexpected = scan.reason ?? 'not announced';
    return done(undefined);
  }
  if (scan.choice === 'closeBox' && state.boxNo !== undefined) {
    const closed = await closeBox(work, { shipmentId, boxNo: state.boxNo });
    if (closed.refused) return closed;
    session.state = { shipmentId };
    return done(say(session, words.boxClosed, { box: closed.value.boxNo }));
  }
  if (scan.choice !== 'closeReceipt') return refuse('invalid', 'Not a choice here', { got: scan.choice });
  const closed = await closeReceipt(work, { shipmentId, reason: scan.reason });
  if (closed.refused) return closed;
  session.state = {};
  const after = await shipmentById(work.tx, shipmentId);
  const text = closed.value.state === 'closed' ? words.finished : words.differs;
  return done(say(session, text, { asn: after?.asn ?? '' }));
}
