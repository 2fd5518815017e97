export const receipts = {
  'receipts.title': '입고 내역',
  'receipts.note': '최근 순',
  'receipts.none': '아직 입고된 것이 없습니다',
  'receipts.undo': '입고 취소',
  'receipts.undoTitle': '이 입고를 취소할까요?',
  'receipts.undoHint':
    '{item} {n}개를 {lpn}에서 빼고 입고하지 않은 것으로 셉니다. 다시 스캔해 입고할 수 있습니다. 기록만 바뀌고 상품은 그 자리에 있습니다.',
  'receipts.undoNot':
    '취소한 뒤에는 되돌릴 수 없어 다시 입고해야 합니다. 이미 적치·검수했거나 주문에 할당된 수량, 입고를 마감한 건은 취소할 수 없으니 재고 조정으로 고치세요.',
  'receipts.reason': '이유',
  'receipts.done': '입고를 취소했습니다',
  'undoable.undone': '취소됨',
  'undoable.counted': '입고 마감됨: 재고 조정으로 고치세요',
  'undoable.moved': '적치·검수·이동됨: 재고 조정으로 고치세요',
  'undoable.allocated': '주문에 할당됨: 재고 조정으로 고치세요',
} as const;
