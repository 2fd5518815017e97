import { itemById, type Item } from '../../catalogue/index.ts';
import { receivingOf, type Receiving } from '../../inbound/index.ts';
import type { Work } from '../../platform/work.ts';
import { say, stepOf, type Session } from '../flow.ts';
import type { Choice, Show, Step } from '../step.shared.ts';
import { words } from './words/receive.ts';

/** Where a receiver's device stands. */
export interface ReceiveState {
  shipmentId?: string | undefined;
  boxNo?: number | undefined;
  /** A shipment that was scanned once and is booked for another day: it is taken in when it is scanned again. */
  otherDay?: string | undefined;
  /** The next item may be one that was not announced; why. */
  unexpected?: string | undefined;
  /** Goods in hand. */
  goods?: InHand | undefined;
}

export interface InHand {
  itemId: string;
  /** Units of the code last scanned: 12 for a case of twelve. */
  unit: number;
  counted: number;
  /** The number was typed, not scanned piece by piece. */
  typed: boolean;
  lot?: string | undefined;
  expiry?: string | undefined;
  serials: string[];
  damaged?: string | undefined;
  /** More than is announced was scanned onto this LPN: it is booked when that is scanned again. */
  surplusOn?: string | undefined;
}

export interface Scene {
  shipment: Receiving;
  item: Item | undefined;
  /** Units still announced of the goods in hand: in the open box, else in the shipment. */
  asked: number;
}

/** What the device is about; nothing where no shipment was scanned, or it is closed by now. */
export async function loadScene(work: Work, session: Session, before?: Scene): Promise<Scene | undefined> {
  const { shipmentId, boxNo, goods } = session.state as ReceiveState;
  if (shipmentId === undefined) return undefined;
  const shipment = await receivingOf(work.tx, { shipmentId, itemId: goods?.itemId, boxNo });
  if (shipment === undefined || !['arrived', 'receiving'].includes(shipment.state)) return undefined;
  if (goods === undefined) return { shipment, item: undefined, asked: 0 };
  const item = before?.item?.itemId === goods.itemId ? before.item : await itemById(work.tx, goods.itemId);
  return { shipment, item, asked: shipment.inBox ?? shipment.open };
}

/** What is still missing before the goods in hand can go on an LPN. */
export function missingOf(goods: InHand, item: Item): 'lot' | 'expiry' | 'serial' | undefined {
  if (item.lotTracked && goods.lot === undefined) return 'lot';
  if (item.expiryTracked && goods.expiry === undefined) return 'expiry';
  if (item.serialTracked && goods.serials.length < goods.counted) return 'serial';
  return undefined;
}

export function receiveStep(session: Session, scene: Scene | undefined): Step {
  if (scene === undefined) {
    const { otherDay } = session.state as ReceiveState;
    if (otherDay !== undefined) return stepOf('receive', say(session, words.shipmentAgain), 'shipment');
    const show = { why: say(session, words.shipmentHint) };
    return stepOf('receive', say(session, words.shipment), 'shipment', { show });
  }
  const { goods } = session.state as ReceiveState;
  return goods === undefined || scene.item === undefined
    ? itemStep(session, scene)
    : goodsStep(session, scene, { goods, item: scene.item });
}

function itemStep(session: Session, scene: Scene): Step {
  const { boxNo } = session.state as ReceiveState;
  const { total, there, surplus, all } = scene.shipment;
  const show: Show = { big: scene.shipment.asn, progress: { done: there, total } };
  const lines = [
    ...(boxNo === undefined ? [] : [{ label: say(session, words.box), value: String(boxNo) }]),
    ...(surplus === 0 ? [] : [{ label: say(session, words.surplus), value: String(surplus) }]),
  ];
  if (lines.length > 0) show.lines = lines;
  if (all) show.why = say(session, words.allCounted);
  const closing: Choice =
    boxNo === undefined || all
      ? { choice: 'closeReceipt', title: say(session, words.closeReceipt), ...(all ? {} : shortReasons(session)) }
      : { choice: 'closeBox', title: say(session, words.closeBox) };
  const stray: Choice = {
    choice: 'notAnnounced',
    title: say(session, words.notAnnounced),
    needs: 'reason',
    reasons: [{ reason: 'wrongItem', title: say(session, words.wrongItem) }],
  };
  return stepOf('receive', say(session, words.item), 'item', { show, choices: [closing, stray] });
}

function shortReasons(session: Session): Pick<Choice, 'needs' | 'reasons'> {
  const reasons = (['notArrived', 'notOpened'] as const).map((reason) => ({
    reason,
    title: say(session, words[reason]),
  }));
  return { needs: 'reason', reasons };
}

function goodsStep(session: Session, scene: Scene, held: { goods: InHand; item: Item }): Step {
  const { goods, item } = held;
  const asked = Math.max(scene.asked, goods.counted);
  const show: Show = {
    big: String(goods.counted),
    why: say(session, words.inHand, { count: goods.counted }),
    item: { code: item.code, name: item.name },
    quantity: { asked, done: goods.counted, ...packOf(goods) },
    lines: [
      ...(goods.lot === undefined ? [] : [{ label: say(session, words.lotLabel), value: goods.lot }]),
      ...(goods.expiry === undefined ? [] : [{ label: say(session, words.expiryLabel), value: goods.expiry }]),
      ...(goods.damaged === undefined
        ? []
        : [{ label: say(session, words.condition), value: say(session, words.damaged) }]),
    ],
  };
  const damaged: Choice = {
    choice: 'damaged',
    title: say(session, words.damaged),
    needs: 'reason',
    reasons: (['crushed', 'wet', 'leaking'] as const).map((reason) => ({ reason, title: say(session, words[reason]) })),
  };
  const choices: Choice[] = [damaged, { choice: 'again', title: say(session, words.again) }];
  const missing = missingOf(goods, item);
  const more = { show, choices };
  if (missing === 'lot') return stepOf('receive', say(session, words.lot), 'lot', more);
  if (missing === 'expiry') return stepOf('receive', say(session, words.expiry), 'expiry', more);
  if (missing === 'serial') {
    const fill = { done: goods.serials.length + 1, asked: goods.counted };
    return stepOf('receive', say(session, words.serial, fill), 'any', more);
  }
  if (goods.surplusOn !== undefined) {
    return stepOf('receive', say(session, words.surplusAgain, { lpn: goods.surplusOn }), 'lpn', more);
  }
  const whole = goods.typed || goods.counted >= scene.asked;
  if (whole) return stepOf('receive', say(session, words.lpn), 'lpn', more);
  return stepOf('receive', say(session, words.quantity), 'quantity', more);
}

function packOf(goods: InHand): { pack?: { packs: number; units: number } } {
  if (goods.unit === 1 || goods.counted % goods.unit !== 0) return {};
  return { pack: { packs: goods.counted / goods.unit, units: goods.unit } };
}
