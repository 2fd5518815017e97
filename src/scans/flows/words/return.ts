import type { Words } from '../../flow.ts';

export const words = {
  start: { en: 'Scan the return label or parcel', ko: '반품 운송장 또는 상자를 스캔하세요' },
  item: { en: 'Scan what came back', ko: '반품 상품을 스캔하세요' },
  condition: { en: 'What is it worth?', ko: '상태를 고르세요' },
  decide: { en: 'Where does it go?', ko: '어디로 보낼까요?' },
  place: { en: 'Scan a new LPN or the bin', ko: '새 LPN이나 칸을 스캔하세요' },
  A: { en: 'A: as new', ko: 'A: 새 상품' },
  B: { en: 'B: opened, whole', ko: 'B: 개봉, 정상' },
  C: { en: 'C: worn or broken', ko: 'C: 사용 또는 파손' },
  counterfeit: { en: 'Counterfeit', ko: '모조품' },
  empty: { en: 'Empty box', ko: '빈 상자' },
  restock: { en: 'Restock', ko: '재입고' },
  scrap: { en: 'Scrap', ko: '폐기' },
  toSeller: { en: 'Back to the seller', ko: '판매자에게' },
  reject: { en: 'Back to the customer', ko: '고객에게' },
  finish: { en: 'That is all', ko: '완료' },
  decided: { en: '{item}: done', ko: '{item}: 처리 완료' },
} satisfies Record<string, Words>;

export const refusals: Record<string, Words> = {
  return_not_found: { en: 'No return under {got}', ko: '{got} 반품이 없습니다' },
  return_not_shipped: { en: 'Not delivered with that order', ko: '이 주문으로 보낸 상품이 아닙니다' },
  return_already: { en: 'This is back already', ko: '이미 반품된 상품입니다' },
  return_not_back: { en: 'This parcel is not on its way back', ko: '반송 중인 상자가 아닙니다' },
  return_other_serial: { en: 'Another serial number was shipped', ko: '다른 일련번호입니다' },
  return_other_lot: { en: 'Another lot was shipped', ko: '다른 로트입니다' },
  return_not_graded: { en: 'Grade the unit first', ko: '상태를 먼저 고르세요' },
  return_decided: { en: 'This unit is decided already', ko: '이미 처리된 상품입니다' },
  return_grade: { en: 'Grade {got} is not restocked', ko: '{got} 등급은 재입고할 수 없습니다' },
  return_bin: { en: 'Returns go into a return bin', ko: '반품 칸에 넣으세요' },
};
