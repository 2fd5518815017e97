import type { Temperature } from '../../../catalogue/index.ts';
import type { State as ShipmentState } from '../../../inbound/index.ts';
import type { Condition } from '../../../inventory/index.ts';
import type { BinKind, BinState } from '../../../layout/index.ts';
import type { ParcelState } from '../../../packing/index.ts';
import type { ReadKind, Words } from '../../flow.ts';

/** What records say by a code, as people say it; conditions and states as the desk does. */
export const values = {
  binKind: {
    pick: { en: 'Picking', ko: '피킹' },
    reserve: { en: 'Reserve', ko: '보충용 보관' },
    dock: { en: 'Dock', ko: '입고장' },
    lane: { en: 'Lane', ko: '레인' },
    stage: { en: 'Staging', ko: '임시 보관' },
    return: { en: 'Returns', ko: '반품' },
  },
  binState: {
    open: { en: 'In use', ko: '사용 중' },
    blocked: { en: 'Blocked', ko: '막힘' },
    counting: { en: 'Being counted', ko: '실사 중' },
  },
  condition: {
    sellable: { en: 'Sellable', ko: '판매 가능' },
    inspect: { en: 'To inspect', ko: '검수 대기' },
    hold: { en: 'On hold', ko: '보류' },
    damaged: { en: 'Damaged', ko: '파손' },
    expired: { en: 'Expired', ko: '기한 지남' },
  },
  temperature: {
    ambient: { en: 'Ambient', ko: '상온' },
    chilled: { en: 'Chilled', ko: '냉장' },
    frozen: { en: 'Frozen', ko: '냉동' },
  },
  otherSeller: { en: 'goods of another seller are there', ko: '다른 판매자의 상품이 있음' },
  shipment: {
    draft: { en: 'Draft', ko: '작성 중' },
    booked: { en: 'Booked', ko: '예약됨' },
    scheduled: { en: 'Slot booked', ko: '시간 예약' },
    in_transit: { en: 'On the way', ko: '오는 중' },
    arrived: { en: 'Arrived', ko: '도착' },
    receiving: { en: 'Counting', ko: '검수 중' },
    counted: { en: 'Counted', ko: '검수 완료' },
    closed: { en: 'Closed', ko: '종료' },
    cancelled: { en: 'Cancelled', ko: '취소' },
    no_show: { en: 'Missed its slot', ko: '시간 놓침' },
    refused: { en: 'Turned away', ko: '반려' },
  },
  parcel: {
    open: { en: 'Open', ko: '포장 중' },
    verified: { en: 'Checked', ko: '확인' },
    weighed: { en: 'Weighed', ko: '계량' },
    labelled: { en: 'Labelled', ko: '운송장 부착' },
    closed: { en: 'Closed', ko: '포장 완료' },
    loaded: { en: 'Loaded', ko: '상차' },
    out: { en: 'Out for delivery', ko: '배송 출발' },
    delivered: { en: 'Delivered', ko: '배송 완료' },
    failed: { en: 'Not delivered', ko: '배송 실패' },
    returning: { en: 'Coming back', ko: '돌아오는 중' },
    returned: { en: 'Came back', ko: '돌아옴' },
    lost: { en: 'Lost', ko: '분실' },
    void: { en: 'Void', ko: '무효' },
  },
  code: {
    bin: { en: 'Bin', ko: '칸' },
    lpn: { en: 'LPN', ko: 'LPN' },
    tote: { en: 'Tote', ko: '토트' },
    cart: { en: 'Cart', ko: '카트' },
    lane: { en: 'Lane', ko: '레인' },
    dock: { en: 'Dock', ko: '입고장' },
    vehicle: { en: 'Vehicle', ko: '차량' },
    badge: { en: 'Badge', ko: '사원증' },
    sscc: { en: 'Box or parcel (SSCC)', ko: '상자 (SSCC)' },
    gtin: { en: 'Item (GTIN)', ko: '상품 (GTIN)' },
    gs1: { en: 'GS1 label', ko: 'GS1 라벨' },
    text: { en: 'Plain text', ko: '일반 문자' },
    none: { en: 'Nothing', ko: '없음' },
  },
} satisfies {
  binKind: Record<BinKind, Words>;
  binState: Record<BinState, Words>;
  condition: Record<Condition, Words>;
  temperature: Record<Temperature, Words>;
  otherSeller: Words;
  shipment: Record<ShipmentState, Words>;
  parcel: Record<ParcelState, Words>;
  code: Record<ReadKind, Words>;
};
