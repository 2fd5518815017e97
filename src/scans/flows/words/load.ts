import type { Words } from '../../flow.ts';

export const words = {
  vehicle: { en: 'Scan the vehicle', ko: '차량을 스캔하세요' },
  leaves: { en: 'Your vehicle, leaves at {time}', ko: '기사님 차량, {time} 출발' },
  parcel: { en: 'Load stop {stop}', ko: '{stop}번 배송지 상차' },
  depart: { en: 'All loaded: depart', ko: '상차 완료: 출발' },
  departNow: { en: 'Depart', ko: '출발' },
  departWithout: { en: 'Depart without {count}', ko: '{count}개 두고 출발' },
  otherVehicle: { en: 'Another vehicle', ko: '다른 차량' },
  next: { en: 'Next', ko: '다음' },
  onFloor: { en: '{depth}, {side}, on the floor', ko: '{depth} {side} 바닥' },
  onTop: { en: '{depth}, {side}, on top', ko: '{depth} {side} 위에' },
  cab: { en: 'At the cab', ko: '안쪽' },
  middle: { en: 'In the middle', ko: '가운데' },
  door: { en: 'At the door', ko: '문쪽' },
  left: { en: 'left', ko: '왼쪽' },
  centre: { en: 'centre', ko: '중앙' },
  right: { en: 'right', ko: '오른쪽' },
  departedWithout: {
    en: '{vehicle} is on its way; {count} {count|parcel stays|parcels stay} here',
    ko: '{vehicle} 출발했습니다. 상자 {count}개는 남았습니다',
  },
  departed: { en: '{vehicle} is on its way', ko: '{vehicle} 출발했습니다' },
  drive: { en: 'On the road', ko: '배송 중' },
  stop: { en: 'stop {stop}', ko: '{stop}번 배송지' },
  not_found: { en: 'Not found', ko: '찾지 못함' },
  damaged: { en: 'Damaged', ko: '파손' },
  no_room: { en: 'No room left', ko: '자리 없음' },
  cancelled: { en: 'Order cancelled', ko: '주문 취소' },
} satisfies Record<string, Words>;

export const refusals: Record<string, Words> = {
  load_no_route: { en: 'No route for {got}', ko: '{got}의 배송이 없습니다' },
  load_not_released: { en: 'This route is not released yet', ko: '아직 확정되지 않은 배송입니다' },
  load_not_planned: { en: 'This parcel is on no route', ko: '배송이 정해지지 않은 상자입니다' },
  load_route: { en: 'This parcel goes on {got}', ko: '{got}에 실을 상자입니다' },
  load_sequence: {
    en: 'Load {expected} first: {got} goes in later',
    ko: '{got} 나중에 싣습니다. {expected} 먼저 실으세요',
  },
  load_cancelled: { en: 'Order cancelled: leave it here', ko: '주문 취소: 싣지 마세요' },
  load_missing: { en: '{got} not loaded: load or say why', ko: '{got}개 미상차: 싣거나 사유 입력' },
  load_nothing: {
    en: 'Nothing is loaded, all {got} would stay: load first',
    ko: '실린 상자가 없습니다. {got}개 모두 남습니다',
  },
  load_own_fleet: { en: 'Goes on our own route', ko: '자체 배송 상자입니다' },
  route_left: { en: 'This route has left', ko: '이미 출발한 배송입니다' },
  route_no_driver: { en: 'No driver has this route yet', ko: '배정된 기사가 없습니다' },
  offer_gone: { en: 'Another driver has this route', ko: '다른 기사의 배송입니다' },
  parcel_not_found: { en: 'Nobody knows this parcel', ko: '등록되지 않은 상자입니다' },
  parcel_state: { en: 'This parcel has moved on', ko: '이미 처리된 상자입니다' },
};
