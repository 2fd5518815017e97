import type { Words } from '../../flow.ts';

export const words = {
  bin: { en: 'Scan a bin to count', ko: '실사할 칸을 스캔하세요' },
  goTo: { en: 'Count {bin}', ko: '{bin} 실사' },
  shortPick: { en: 'A picker found too few here', ko: '피킹 중 수량이 모자랐습니다' },
  countAgain: { en: 'Moved after it was counted', ko: '실사한 뒤에 재고가 이동했습니다' },
  asked: { en: 'Somebody asked for this count', ko: '실사 요청이 있습니다' },
  item: { en: 'Count what is here', ko: '여기 있는 상품을 세세요' },
  howMany: { en: 'How many in all?', ko: '모두 몇 개입니까?' },
  next: { en: 'Next item, or done', ko: '다음 상품 또는 완료' },
  nextOrBin: { en: 'Next item. Bin again: done', ko: '다음 상품, 칸을 다시 스캔하면 완료' },
  finish: { en: 'Bin is done', ko: '이 칸 완료' },
  lot: { en: 'Scan the lot', ko: '로트를 스캔하세요' },
  empty: { en: 'Bin is empty', ko: '칸이 비어 있음' },
  again: {
    en: 'Not counted: {items}. Scan the bin again: none',
    ko: '세지 않음: {items}. 없으면 칸을 다시 스캔하세요',
  },
  right: { en: '{bin}: as in the books', ko: '{bin}: 장부와 일치' },
  moved: {
    en: '{bin}: not corrected, {items} moved after the count. Count again',
    ko: '{bin}: 조정하지 않음. {items} 실사 뒤에 이동했습니다. 다시 세세요',
  },
  differs: { en: 'Corrected in {bin}: {items}', ko: '{bin} 조정: {items}' },
  pickedHere: { en: '{who} is picking here now', ko: '{who} 님이 지금 여기서 피킹 중입니다' },
  inHand: {
    en: '{who} holds {units} of this bin: wait, or count them too',
    ko: '{who} 님이 이 칸의 {units}개를 들고 있습니다: 기다리거나 함께 세세요',
  },
  waiting: {
    en: '{bin}: {items}. A second person must approve',
    ko: '{bin}: {items}. 다른 사람의 승인이 필요합니다',
  },
} satisfies Record<string, Words>;

export const refusals: Record<string, Words> = {
  bin_not_found: { en: 'There is no such bin', ko: '없는 칸입니다' },
  other_bin: { en: 'You are counting {expected}. Finish it first', ko: '{expected} 실사 중입니다. 먼저 끝내세요' },
  item_ambiguous: { en: 'Several sellers have this code', ko: '여러 판매자가 쓰는 코드입니다' },
  scan_item_first: { en: 'Scan an item first', ko: '먼저 상품을 스캔하세요' },
  lot_required: { en: 'Scan the lot first', ko: '먼저 로트를 스캔하세요' },
  pick_in_hand: {
    en: 'In hand: {got}. Wait, or scan the bin again',
    ko: '{got} 손에 있습니다. 기다리거나 함께 셌다면 다시 스캔하세요',
  },
  not_empty: { en: 'You have counted something here', ko: '이미 센 상품이 있습니다' },
};
