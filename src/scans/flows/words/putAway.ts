import type { Words } from '../../flow.ts';

export const words = {
  lpnHint: { en: 'The label on the pallet or box', ko: '팔레트나 상자의 LPN 라벨' },
  anLpn: { en: 'an LPN label', ko: 'LPN 라벨' },
  lpn: { en: 'Scan an LPN', ko: 'LPN을 스캔하세요' },
  bin: { en: 'Go to {bin}', ko: '{bin}(으)로 이동' },
  item: { en: 'Scan the item', ko: '상품을 스캔하세요' },
  quantity: { en: 'How many into {bin}?', ko: '{bin}에 몇 개인가요?' },
  anyBin: { en: 'Scan the other bin', ko: '다른 칸을 스캔하세요' },
  together: {
    en: 'With {code}, often bought together; {distance} from it',
    ko: '{code}과(와) 자주 함께 팔림; {distance} 거리',
  },
  same: { en: 'More of the same is there', ko: '같은 상품이 있는 칸' },
  front: { en: 'Sells fast; {distance} from the front', ko: '회전 빠름; 입구에서 {distance}' },
  free: { en: 'Free; {distance} from the front', ko: '빈 칸; 입구에서 {distance}' },
  binFull: { en: 'Bin is full', ko: '칸이 가득 참' },
  otherBin: { en: 'Other bin', ko: '다른 칸' },
  notReachable: { en: 'Cannot reach it', ko: '접근 불가' },
  notClean: { en: 'Dirty or broken', ko: '오염 또는 파손' },
  better: { en: 'I know a better one', ko: '더 좋은 칸이 있음' },
  stowed: { en: '{count} in {bin}', ko: '{bin}에 {count}개' },
  instead: { en: '{bin} does not take it. Go to {next}', ko: '{bin}에는 넣을 수 없습니다. {next}(으)로 이동' },
  left: { en: 'Left on it', ko: '남은 수량' },
} satisfies Record<string, Words>;

export const refusals: Record<string, Words> = {
  lpn_not_found: { en: 'Nobody knows this LPN', ko: '없는 LPN입니다' },
  lpn_empty: { en: 'Nothing is on {got}', ko: '{got}에 아무것도 없습니다' },
  no_bin_free: { en: 'No bin has room for this', ko: '넣을 수 있는 칸이 없습니다' },
  bin_full: { en: 'Bin too full: {expected} more fit', ko: '칸이 부족합니다. {expected}개 더 가능' },
  bin_blocked: { en: '{got} is blocked', ko: '{got}은(는) 사용 중지된 칸입니다' },
  bin_under_count: { en: '{got} is being counted', ko: '{got}은(는) 실사 중입니다' },
  bin_forbids: { en: 'This bin may not hold it: {got}', ko: '이 칸에 둘 수 없습니다: {got}' },
  bin_not_found: { en: 'There is no such bin', ko: '없는 칸입니다' },
  not_on_lpn: { en: 'This is not on the LPN', ko: '이 LPN에 없는 상품입니다' },
  lpn_mixed: { en: 'Several goods are on it: scan the item', ko: '여러 상품이 있습니다. 상품을 스캔하세요' },
  item_expected: { en: 'Scan {expected}', ko: '{expected}을(를) 스캔하세요' },
  bin_expected: { en: 'Scan bin {expected}', ko: '{expected} 칸을 스캔하세요' },
};
