export const breaks = {
  'breaks.orders': '이 재고를 쓰는 주문이 {n}건 있습니다.',
  'breaks.checkouts': '주문 전 구매 {n}건이 재고를 잃습니다.',
  'breaks.broken': '{n}개는 남은 재고가 있는 만큼 다른 칸에서 피킹합니다.',
  'breaks.short': '{n}개는 대신할 재고가 없습니다.',
  'breaks.goOn': '그래도 진행',
} as const;
