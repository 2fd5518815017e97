import type { Refusal } from '../platform/errors.ts';
import { filledPattern, fillIn } from '../platform/fillIn.shared.ts';
import type { Session, Words } from './flow.ts';
import * as count from './flows/words/count.ts';
import * as deliver from './flows/words/deliver.ts';
import * as load from './flows/words/load.ts';
import * as look from './flows/words/look.ts';
import { values } from './flows/words/lookValues.ts';
import * as move from './flows/words/move.ts';
import * as pack from './flows/words/pack.ts';
import * as pick from './flows/words/pick.ts';
import * as putAway from './flows/words/putAway.ts';
import * as receive from './flows/words/receive.ts';
import * as back from './flows/words/return.ts';
import type { Gs1Reading } from './gs1.shared.ts';
import { sayReadings } from './readings.ts';
import type { Flow, Scan, ScanRefusal } from './step.shared.ts';

export const conflictWords: Words = {
  en: 'This number was used for another scan',
  ko: '이미 다른 스캔에 쓰인 번호입니다',
};

/** Refusals that any flow may answer; at most twelve words. */
const common: Record<string, Words> = {
  scan_unreadable: { en: 'Scan again – not one readable label', ko: '다시 스캔하세요 – 라벨을 읽을 수 없습니다' },
  gs1_check_digit: { en: 'Label damaged: check digit wrong', ko: '라벨 손상: 체크 숫자 오류' },
  gs1_ambiguous: { en: 'Label can be read in several ways', ko: '라벨이 여러 가지로 읽힙니다' },
  gs1_malformed: {
    en: 'This label breaks the rules of GS1: type the code',
    ko: 'GS1 규칙에 맞지 않는 라벨입니다: 코드를 입력하세요',
  },
  gs1_date: { en: 'There is no such date on the label', ko: '라벨의 날짜가 올바르지 않습니다' },
  qty_invalid: { en: 'Enter a whole number, {expected}', ko: '정수 {expected}을(를) 입력하세요' },
  invalid: { en: 'Not as expected', ko: '입력이 올바르지 않습니다' },
  not_allowed: { en: 'Your role may not do this', ko: '권한이 없습니다' },
  not_enough_at_place: { en: 'The units are not there', ko: '해당 위치에 재고가 없습니다' },
  not_enough_stock: { en: 'There is not enough left', ko: '재고가 부족합니다' },
  allocation_ended: { en: 'No longer to be picked', ko: '더 이상 피킹 대상이 아닙니다' },
  over_pick: { en: 'More than asked for', ko: '요청 수량보다 많습니다' },
  flow_not_here: { en: 'This work is not set up here yet', ko: '아직 지원하지 않는 작업입니다' },
  device_other: { en: 'This session belongs to another device', ko: '다른 기기의 세션입니다' },
  no_such_slot: { en: 'The cart has no such slot', ko: '카트에 없는 칸입니다' },
  seq_conflict: conflictWords,
  item_not_found: { en: 'There is no such item', ko: '없는 상품입니다' },
  order_not_found: { en: 'There is no such order', ko: '없는 주문입니다' },
  order_ended: { en: 'The order has ended', ko: '끝난 주문입니다' },
  line_moved: { en: 'These units have moved on', ko: '이미 다음 단계로 넘어간 상품입니다' },
  task_not_found: { en: 'This line is not there any more', ko: '없어진 작업입니다' },
  batch_not_found: { en: 'There is no such cart', ko: '없는 카트입니다' },
  route_not_found: { en: 'There is no such route', ko: '없는 배송입니다' },
  stop_not_found: { en: 'There is no such stop', ko: '없는 배송지입니다' },
  pack_state: { en: 'The parcel has left the packing table', ko: '포장대를 떠난 상자입니다' },
  label_not_bought: { en: 'This parcel has no label yet', ko: '아직 운송장이 없습니다' },
  recipient_not_found: { en: 'No address yet: set it aside', ko: '주소 없음: 따로 두세요' },
  recipient_erased: { en: 'Who gets it has been erased', ko: '고객 정보가 파기된 주문입니다' },
  hold_stands: { en: 'A hold stands on these units', ko: '보류가 걸린 상품입니다' },
  serial_live: { en: 'This serial number is in stock already', ko: '이미 재고에 있는 일련번호입니다' },
};

/** The same code may say another thing in another flow: "wrong item" sends a picker to the right one. */
const ofFlow: Partial<Record<Flow, Record<string, Words>>> = {
  receive: receive.refusals,
  putAway: putAway.refusals,
  pick: pick.refusals,
  pack: pack.refusals,
  load: load.refusals,
  deliver: deliver.refusals,
  count: count.refusals,
  move: move.refusals,
  return: back.refusals,
  look: look.refusals,
};
const ofAny: Record<string, Words> = Object.assign({}, ...Object.values(ofFlow), common);

const wordsOf = (flow: Flow, code: string): Words | undefined => ofFlow[flow]?.[code] ?? ofAny[code];

/** Of these `expected` is for machines: the right check digit, so many characters. */
const UNREADABLE = ['scan_unreadable', 'gs1_malformed', 'gs1_check_digit', 'gs1_date', 'gs1_ambiguous'];

/** What is refused without words of its own: rare, and not the worker's to put right. */
const other: Words = {
  en: 'This cannot be done here: ask the desk',
  ko: '여기서는 할 수 없습니다: 직원에게 문의하세요',
};

/** Of these what was got is a state or a rule, which a worker reads as the desk and every other screen says it. */
const stated: Record<string, Record<string, Words>> = {
  asn_closed: values.shipment,
  shipment_state: values.shipment,
  bin_forbids: { ...values.binKind, ...values.temperature, other_seller: values.otherSeller },
};
for (const code of ['pack_state', 'pack_label_bought', 'pack_label_first', 'pack_contents_final', 'unpack_gone']) {
  stated[code] = values.parcel;
}

/** As a worker reads it: a state by its word, and no sentence that is for machines. */
function saidValue({ language }: Session, code: string, value: unknown): string | undefined {
  const text = plain(value);
  const known = text === undefined ? undefined : stated[code]?.[text]?.[language];
  if (known !== undefined || text === undefined) return known;
  const isRaw = /^[a-z]+(_[a-z]+)+$/.test(text) || (language === 'ko' && /^[a-z]+ [A-Za-z]/.test(text));
  return isRaw ? undefined : text;
}

/** A refusal in the worker's language: what was scanned, what was expected, and why not. */
export function tellWorker(
  session: Session,
  refusal: Refusal,
  { scan, expected: here }: { scan: Scan; expected: string | undefined },
): ScanRefusal {
  const wanted = saidValue(session, refusal.code, refusal.expected);
  const expected = here ?? (UNREADABLE.includes(refusal.code) ? undefined : wanted);
  const scanned = keepable(scan.code.slice(0, 200));
  const got = saidValue(session, refusal.code, refusal.got) ?? scanned;
  const words = wordsOf(scan.flow, refusal.code) ?? other;
  const said = (fill: { got: string; expected: string }) => fillIn(session.language, words[session.language], fill);
  return {
    code: refusal.code,
    message: said({ got, expected: wanted ?? '' }),
    bare: said({ got: '…', expected: '…' }),
    // a weight is read with its unit
    ...(scanned === '' ? {} : { scanned: refusal.code === 'pack_weight_off' ? got : scanned }),
    ...(expected === undefined ? {} : { expected }),
    ...(refusal.code === 'gs1_ambiguous' && { readings: sayReadings(session, refusal.details as Gs1Reading[]) }),
  };
}

/**
 * What a worker was told, told again to somebody else in his own language: the same words hold the same parts. As it was
 * said where its words have changed since.
 */
export function retellRefusal(
  language: Session['language'],
  { flow, code, message }: { flow: Flow; code: string; message: string },
): string {
  const words = wordsOf(flow, code);
  for (const text of words === undefined ? [] : [words.en, words.ko]) {
    const told = filledPattern(text).exec(message);
    if (told === null) continue;
    const parts = Object.entries(told.groups ?? {}).map(([name, part]) => [name, retold(language, code, part)]);
    return fillIn(language, words![language], Object.fromEntries(parts));
  }
  return message;
}

const retold = (language: Session['language'], code: string, part: string): string =>
  Object.values(stated[code] ?? {}).find(({ en, ko }) => part === en || part === ko)?.[language] ?? part;

function plain(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? keepable(String(value)) : undefined;
}

/** What a damaged label may hold and no database keeps, U+0000 and halves of a surrogate pair, as the sign for it. */
const keepable = (text: string) => text.replace(/\u0000|\p{Cs}/gu, '\ufffd');
