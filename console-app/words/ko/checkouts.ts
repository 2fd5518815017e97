export const checkouts = {
  'checks.checkouts': '결제 후 주문 없음 ({n})',
  'checkouts.lead':
    '결제는 되었지만 쇼핑몰에서 주문이 오지 않았습니다. 주문이 오거나 해제할 때까지 이 재고는 아무에게도 팔리지 않습니다.',
  'checkouts.none': '결제된 건마다 주문이 있습니다',
  'checkouts.noneHint': '결제가 확인된 구매는 주문이 올 때까지 여기에 나옵니다.',
  'checkouts.number': '쇼핑몰 주문번호',
  'checkouts.channel': '채널',
  'checkouts.keeps': '잡아 둔 재고',
  'checkouts.since': '결제',
  'checkouts.release': '해제',
  'checkouts.title': '{order} 건의 재고를 해제할까요?',
  'checkouts.hint': '재고는 다시 판매됩니다. 나중에 주문이 오면 재고를 새로 약속하고, 남은 것이 없으면 기다립니다.',
  'checkouts.released': '{order} 건의 재고를 해제했습니다',
  'cause.payment_returned': '결제 취소됨',
  'cause.cancelled_at_shop': '쇼핑몰에서 취소',
  'cause.bought_twice': '중복 구매',
  'cause.shop_silent': '쇼핑몰에 없는 주문',
} as const;
