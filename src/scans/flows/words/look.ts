import type { Words } from '../../flow.ts';

export const words = {
  title: { en: 'What is this?', ko: '무엇인가요?' },
  scan: { en: 'Scan anything', ko: '아무 코드나 스캔하세요' },
  bin: { en: 'Bin', ko: '칸' },
  lpn: { en: 'LPN', ko: 'LPN' },
  item: { en: 'Item', ko: '상품' },
  tote: { en: 'Tote', ko: '토트' },
  box: { en: 'Supplier’s box', ko: '입고 상자' },
  shipment: { en: 'Shipment', ko: '입고 건' },
  parcel: { en: 'Parcel', ko: '출고 상자' },
  unknown: { en: 'Nobody knows this code', ko: '등록되지 않은 코드입니다' },
  empty: { en: 'Nothing is there', ko: '비어 있음' },
  state: { en: 'State', ko: '상태' },
  kind: { en: 'Kind', ko: '종류' },
  place: { en: 'Stands at', ko: '위치' },
  onIt: { en: 'Stands on', ko: '상위' },
  seller: { en: 'Seller', ko: '판매자' },
  units: { en: 'Units per scan', ko: '스캔당 수량' },
  lot: { en: 'Lot', ko: '로트' },
  expiry: { en: 'Expiry', ko: '유통기한' },
  serial: { en: 'Serial', ko: '일련번호' },
  gtin: { en: 'GTIN', ko: 'GTIN' },
  looksLike: { en: 'Looks like', ko: '코드 형식' },
  received: { en: 'Received', ko: '입고 수량' },
  more: { en: 'and {count} more', ko: '외 {count}건' },
} satisfies Record<string, Words>;

export const refusals: Record<string, Words> = {
  look_nothing: { en: 'Scan something', ko: '무엇이든 스캔하세요' },
};
