import { itemByBarcode, itemsById } from '../../catalogue/index.ts';
import { goodsOn, linesOf, lpnByCode, shipmentsByLabel, type ShipmentRow } from '../../inbound/index.ts';
import { balancesAt, balancesOfItem, binPlace, codeOfPlace, totePlace, type Condition } from '../../inventory/index.ts';
import { binFacts } from '../../layout/index.ts';
import { parcelBySscc } from '../../packing/index.ts';
import { done, refuse } from '../../platform/errors.ts';
import type { Tx, Work } from '../../platform/work.ts';
import { sellersSeenBy } from '../../sellers/index.ts';
import { say, stepOf, type FlowOf, type Read, type Session, type Words } from '../flow.ts';
import type { Show } from '../step.shared.ts';
import { words } from './words/look.ts';
import { values } from './words/lookValues.ts';

type Line = NonNullable<Show['lines']>[number];
interface Seen {
  what: Words;
  big: string;
  item?: { code: string; name: string };
  lines: Line[];
}

/** A screen shows this many lines without scrolling. */
const SHOWN = 8;

/** Anything scanned → what it is, where it is or stands, and what is on it. Changes nothing. */
export const lookFlow: FlowOf = {
  flow: 'look',
  roles: ['manager', 'picker', 'packer', 'receiver', 'dispatcher', 'driver'],
  step: async (_work, session) =>
    stepOf('look', say(session, words.title), 'any', { show: { why: say(session, words.scan) } }),
  async scan(work, session, scan) {
    if (scan.kind === 'none') return refuse('look_nothing', 'Scan something');
    const seen = (await find(work, session, scan)) ?? unknown(session, scan);
    const show: Show = { big: seen.big, why: say(session, seen.what), lines: seen.lines.slice(0, SHOWN) };
    if (seen.item !== undefined) show.item = seen.item;
    if (seen.lines.length > SHOWN) show.notice = say(session, words.more, { count: seen.lines.length - SHOWN });
    return done(stepOf('look', say(session, words.title), 'any', { show }));
  },
};

async function find(work: Work, session: Session, scan: Read): Promise<Seen | undefined> {
  const { siteId } = session;
  const code = scan.value;
  if (scan.kind === 'tote') {
    const lines = await contentLines(work.tx, session, await balancesAt(work.tx, siteId, totePlace(code)));
    return { what: words.tote, big: code, lines };
  }
  const [bin] = await binFacts(work.tx, siteId, [code.toUpperCase()]);
  if (bin !== undefined) {
    const content = await balancesAt(work.tx, siteId, binPlace(bin.binCode));
    const kind = say(session, values.binKind[bin.kind]);
    const facts = [
      line(session, words.kind, kind),
      line(session, words.state, say(session, values.binState[bin.state])),
    ];
    return { what: words.bin, big: bin.binCode, lines: [...facts, ...(await contentLines(work.tx, session, content))] };
  }
  if (scan.kind === 'lpn' || scan.kind === 'sscc') {
    const found = (await seeLpn(work, session, code)) ?? (await seeParcel(work, session, code));
    if (found !== undefined) return found;
  }
  const shipments = await shipmentsByLabel(work.tx, code);
  const here = shipments.find((row) => row.siteId === siteId);
  if (here !== undefined) return seeShipment(work, session, here);
  return seeItem(work, session, scan);
}

async function seeLpn(work: Work, session: Session, lpnCode: string): Promise<Seen | undefined> {
  const lpn = await lpnByCode(work.tx, session.siteId, lpnCode);
  if (lpn === undefined) return undefined;
  const content = await goodsOn(work.tx, session.siteId, lpnCode);
  const place = lpn.state === 'empty' ? [] : [line(session, words.place, codeOfPlace(lpn.place))];
  const parent = lpn.parentLpn === null ? [] : [line(session, words.onIt, lpn.parentLpn)];
  return {
    what: words.lpn,
    big: lpnCode,
    lines: [...place, ...parent, ...(await contentLines(work.tx, session, content))],
  };
}

async function seeParcel(work: Work, session: Session, sscc: string): Promise<Seen | undefined> {
  const parcel = await parcelBySscc(work.tx, session.siteId, sscc);
  if (parcel === undefined) return undefined;
  return {
    what: words.parcel,
    big: sscc,
    lines: [line(session, words.state, say(session, values.parcel[parcel.state]))],
  };
}

async function seeShipment(
  work: Work,
  session: Session,
  shipment: ShipmentRow & { boxNo: number | null },
): Promise<Seen> {
  const counted = await linesOf(work.tx, shipment.siteId, shipment.shipmentId);
  const what = shipment.boxNo === null ? words.shipment : words.box;
  const lines = counted.map((row) => ({ label: row.code, value: `${row.received}/${row.expected}` }));
  const state = say(session, values.shipment[shipment.state]);
  return { what, big: shipment.asn, lines: [line(session, words.state, state), ...lines] };
}

async function seeItem(work: Work, session: Session, scan: Read): Promise<Seen | undefined> {
  const meanings = await itemByBarcode(work.tx, scan.gtin ?? scan.value);
  const [first] = meanings;
  if (first === undefined) return undefined;
  const sellers = new Map((await sellersSeenBy(work.tx, undefined)).map((seller) => [seller.sellerId, seller.name]));
  const lines: Line[] = [];
  for (const meaning of meanings.slice(0, 3)) {
    lines.push(line(session, words.seller, sellers.get(meaning.sellerId) ?? ''));
    if (meaning.quantity > 1) lines.push(line(session, words.units, String(meaning.quantity)));
    const places = await balancesOfItem(work.tx, session.siteId, meaning.itemId);
    for (const row of places) lines.push({ label: codeOfPlace(row.place), value: amount(session, row) });
  }
  const { code, name } = first;
  return { what: words.item, big: code, item: { code, name }, lines };
}

/** What the label itself says, where the records have nothing. */
function unknown(session: Session, scan: Read): Seen {
  const parts: [Words, string | undefined][] = [
    [words.looksLike, say(session, values.code[scan.kind])],
    [words.gtin, scan.gtin],
    [words.lot, scan.lot],
    [words.expiry, scan.expiry],
    [words.serial, scan.serial],
  ];
  const lines = parts.flatMap(([label, value]) => (value === undefined ? [] : [line(session, label, value)]));
  return { what: words.unknown, big: scan.value.slice(0, 60), lines };
}

async function contentLines(
  tx: Tx,
  session: Session,
  content: { itemId: string; lot: string; condition: Condition; quantity: number }[],
): Promise<Line[]> {
  if (content.length === 0) return [{ label: say(session, words.empty), value: '0' }];
  const items = await itemsById(tx, [...new Set(content.map((row) => row.itemId))]);
  const codes = new Map(items.map((item) => [item.itemId, item.code]));
  return content.map((row) => ({ label: codes.get(row.itemId) ?? '', value: amount(session, row) }));
}

function amount(session: Session, row: { lot: string; condition: Condition; quantity: number }): string {
  const condition = row.condition === 'sellable' ? [] : [say(session, values.condition[row.condition])];
  return [String(row.quantity), ...condition, ...(row.lot === '' ? [] : [row.lot])].join(' · ');
}

function line(session: Session, label: Words, value: string): Line {
  return { label: say(session, label), value };
}
