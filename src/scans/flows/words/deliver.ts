import { afterWords, failWords } from '../../../dispatch/index.ts';
import type { Words } from '../../flow.ts';

export const words = {
  none: { en: 'No route on the road', ko: '출발한 배송이 없습니다' },
  go: { en: 'Go to stop {stop}', ko: '{stop}번 배송지로 가세요' },
  parcels: { en: 'Scan the parcels', ko: '상자를 스캔하세요' },
  proof: { en: 'Photo, signature or code', ko: '사진, 서명 또는 코드' },
  codeRead: { en: 'Code {code}?', ko: '코드 {code}?' },
  codeAgain: {
    en: 'Read: {code}. Scan it again if it is the customer’s code.',
    ko: '읽은 코드: {code}. 고객의 코드가 맞으면 다시 스캔하세요.',
  },
  useCode: { en: 'This code', ko: '이 코드로 완료' },
  dropCode: { en: 'Not this code', ko: '이 코드 아님' },
  back: { en: 'Scan parcels back in', ko: '남은 상자를 반납하세요' },
  closeTitle: { en: 'All stops are done', ko: '배송을 마쳤습니다' },
  near: { en: 'At most {most} away, or a reason', ko: '{most} 이내 또는 사유' },
  arrived: { en: 'I am here', ko: '도착했습니다' },
  failed: { en: 'Cannot deliver', ko: '배송 불가' },
  gaveUp: { en: 'Stop {stop}: {reason} → {what}', ko: '{stop}번: {reason} → {what}' },
  decided: { en: 'Decided for stop {stop}: {what}', ko: '{stop}번 결정: {what}' },
  takeBack: { en: 'By mistake: open stop {stop} again', ko: '실수: {stop}번 다시 열기' },
  takeBackRest: { en: 'By mistake: deliver the rest of stop {stop}', ko: '실수: {stop}번 나머지 배송' },
  reopened: {
    en: 'Taken back: “{reason}” at stop {stop}. Stop {stop} is open again: deliver there.',
    ko: '{stop}번 배송지의 “{reason}”을(를) 취소했습니다. {stop}번이 다시 열렸습니다. 배송하세요.',
  },
  reopenedRest: {
    en: 'Taken back: “{reason}” at stop {stop}. What you handed over stays done; the rest is stop {rest}: deliver it there.',
    ko: '{stop}번 배송지의 “{reason}”을(를) 취소했습니다. 이미 배송한 상자는 그대로 완료입니다. 나머지는 {rest}번이니 배송하세요.',
  },
  parcelOf: { en: 'Parcel of stop {stop}: {sscc}', ko: '{stop}번 배송지 상자: {sscc}' },
  rest: { en: 'Keep the rest', ko: '나머지는 배송 불가' },
  close: { en: 'Close the route', ko: '배송 마감' },
  closeWithout: {
    en: 'Close without {count} missing {count|parcel|parcels}',
    ko: '없어진 상자 {count}개를 빼고 배송 마감',
  },
  missing: { en: 'Missing: …{end} of stop {stop}', ko: '{stop}번 배송지 상자 …{end} 없음' },
  found: { en: 'Here after all: …{end}', ko: '…{end} 찾음' },
  isMissing: { en: 'Missing', ko: '없음' },
  toldMissing: {
    en: '{parcel}: {reason}. It is written off when you close the route.',
    ko: '{parcel}: {reason}. 배송을 마감하면 분실로 처리됩니다.',
  },
  not_found: { en: 'Not found', ko: '찾지 못함' },
  stolen: { en: 'Stolen', ko: '도난' },
  ofStop: { en: 'Stop {stop}', ko: '{stop}번 배송지' },
  delivered: { en: 'Stop {stop} is done', ko: '{stop}번 완료' },
  deliveredPart: {
    en: 'Stop {stop} is done. Not handed over: {reason} → {what}',
    ko: '{stop}번 완료. 배송하지 못한 상자: {reason} → {what}',
  },
  stays: { en: 'Stays: {reason}', ko: '배송 불가: {reason}' },
  dropRest: { en: 'By mistake: nothing stays', ko: '실수: 모두 배송' },
  closed: { en: 'The route is closed', ko: '배송을 마감했습니다' },
  parcel: { en: 'Parcel', ko: '상자' },
  eta: { en: 'Expected', ko: '예정' },
  cancelAsked: { en: 'Order cancelled: bring it back', ko: '주문 취소: 가져오세요' },
  ...failWords,
} satisfies Record<string, Words>;

/** What follows where nothing was handed over. */
export const followWords: Record<keyof typeof afterWords, Words> = afterWords;

export const refusals: Record<string, Words> = {
  deliver_other_stop: { en: 'This parcel is not for this stop', ko: '이 배송지의 상자가 아닙니다' },
  deliver_cancelled: { en: 'Order cancelled: bring it back', ko: '주문 취소: 가져오세요' },
  deliver_parcels_left: { en: 'More parcels for this door', ko: '이 배송지의 상자가 더 있습니다' },
  deliver_no_route: { en: 'You have no route on the road', ko: '출발한 배송이 없습니다' },
  proof_missing: { en: 'Photo, signature or code is missing', ko: '사진, 서명 또는 코드가 필요합니다' },
  proof_code: { en: 'This is not a customer’s code', ko: '고객의 코드가 아닙니다' },
  file_not_found: { en: 'The photo has not arrived: send again', ko: '사진이 없습니다: 다시 보내세요' },
  outside_geofence: { en: '{got} m from the door: give a reason', ko: '배송지에서 {got} m: 사유를 입력하세요' },
  arrive_first: { en: 'Say that you have arrived first', ko: '도착을 먼저 알려주세요' },
  stop_done: { en: 'This stop is done', ko: '이미 완료된 배송지입니다' },
  undo_too_late: { en: 'Too late to take this back', ko: '이제 되돌릴 수 없습니다' },
  back_not_expected: { en: 'This parcel is not due back', ko: '반납할 상자가 아닙니다' },
  route_parcels_out: {
    en: 'Not closed yet: scan {got} {got|parcel|parcels} back in, or say which are missing',
    ko: '아직 마감되지 않았습니다. 상자 {got}개를 반납하거나 없어진 상자를 알려주세요',
  },
  route_not_finished: { en: 'Stops are still open', ko: '남은 배송지가 있습니다' },
  route_not_running: { en: 'This route is not on the road', ko: '운행 중인 배송이 아닙니다' },
};
