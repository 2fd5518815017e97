import type { Words } from '../../flow.ts';

export const words = {
  aBin: { en: 'a bin', ko: '칸' },
  from: { en: 'Scan a bin, LPN or tote', ko: '칸, LPN 또는 토트를 스캔하세요' },
  putBack: { en: 'Put back from {tote}', ko: '{tote}에서 되돌려 놓기' },
  item: { en: 'Scan what to move', ko: '옮길 상품을 스캔하세요' },
  to: { en: 'Scan where it goes', ko: '옮길 칸을 스캔하세요' },
  all: { en: 'Everything on it moves', ko: '전부 이동합니다' },
  moved: { en: '{units} moved to {bin}', ko: '{units}개를 {bin}(으)로 옮김' },
  cancel: { en: 'Start over', ko: '처음부터' },
} satisfies Record<string, Words>;

export const refusals: Record<string, Words> = {
  nothing_here: { en: 'Nothing lies in {got}', ko: '{got}에 아무것도 없습니다' },
  same_bin: { en: 'It lies there already', ko: '이미 그곳에 있습니다' },
  not_here: { en: 'This is not in {expected}', ko: '{expected}에 없는 상품입니다' },
  more_than_here: { en: 'Only {expected} lie here', ko: '여기에는 {expected}개만 있습니다' },
  put_back_done: { en: 'This is put back already', ko: '이미 되돌려 놓았습니다' },
  over_put: { en: 'Only {expected} are left in the tote', ko: '토트에 {expected}개만 남았습니다' },
};
