import type { After } from './failurePolicy.ts';
import type { FailReason } from '../shipping/index.ts';

type Said<Name extends string> = Readonly<Record<Name, { en: string; ko: string }>>;

/** Why a door did not open: the handheld, the desk and the rules between them use these words and no others. */
export const failWords: Said<FailReason> = {
  nobody_home: { en: 'Nobody home', ko: '부재' },
  refused: { en: 'Refused', ko: '수취 거절' },
  damaged: { en: 'Damaged', ko: '파손' },
  wrong_address: { en: 'Wrong address', ko: '주소 오류' },
  access_code: { en: 'No access code', ko: '공동현관 출입 불가' },
  cancelled: { en: 'Order cancelled', ko: '주문 취소' },
  no_time: { en: 'No time left', ko: '시간 부족' },
};

/** What follows; `asked`: the desk holds it until the customer has said the address. */
export const afterWords: Said<After | 'asked'> = {
  again: { en: 'Again today', ko: '오늘 다시 방문' },
  later: { en: 'On a later route', ko: '다음 배송' },
  held: { en: 'The desk decides', ko: '직원이 결정' },
  returning: { en: 'Back to the warehouse', ko: '창고로 회수' },
  asked: { en: 'Address asked', ko: '주소 문의함' },
};
