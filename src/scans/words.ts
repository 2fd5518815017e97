import type { Refusal } from '../platform/errors.ts';
import { filledPattern, fillIn } from '../platform/fillIn.shared.ts';
import type { Session, Words } from './flow.ts';
import * as count from './flows/words/count.ts';
import * as deliver from './flows/words/deliver.ts';
import * as load from './flows/words/load.ts';
import * as look from './flows/words/look.ts';
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

/** A refusal in the worker's language: what was scanned, what was expected, and why not. */
export function tellWorker(
  session: Session,
  refusal: Refusal,
  { scan, expected: here }: { scan: Scan; expected: string | undefined },
): ScanRefusal {
  const wanted = plain(refusal.expected);
  const expected = here ?? (UNREADABLE.includes(refusal.code) ? undefined : wanted);
  const scanned = keepable(scan.code.slice(0, 200));
  const got = plain(refusal.got) ?? scanned;
  const words = wordsOf(scan.flow, refusal.code);
  const said = (fill: { got: string; expected: string }) => fillIn(session.language, words![session.language], fill);
  return {
    code: refusal.code,
    message: words === undefined ? refusal.message : said({ got, expected: wanted ?? '' }),
    ...(words && { bare: said({ got: '…', expected: '…' }) }),
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
    if (told !== null) return fillIn(language, words![language], told.groups ?? {});
  }
  return message;
}

function plain(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? keepable(String(value)) : undefined;
}

/** What a damaged label may hold and no database keeps, U+0000 and halves of a surrogate pair, as the sign for it. */
const keepable = (text: string) => text.replace(/\u0000|\p{Cs}/gu, '\ufffd');
