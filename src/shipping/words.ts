import type { EventKind } from './rules.ts';

export type Language = 'ko' | 'en';

/** The way of a parcel that all goes well with. */
export const stages = ['ordered', 'picking', 'packed', 'out', 'delivered'] as const;
export type Stage = (typeof stages)[number];

interface Words {
  title: string;
  language: string;
  named: Record<Language, string>;
  forName: (name: string) => string;
  ofOrder: (shop: string, orderNo: string) => string;
  expected: (day: string, from: string, to: string) => string;
  /** Four of five arrive within the window. */
  mayChange: string;
  promised: (day: string, by: string) => string;
  late: (by: string) => string;
  before: (stops: number) => string;
  deliveredAt: (day: string, at: string) => string;
  today: string;
  tomorrow: string;
  progress: string;
  stages: Record<Stage, string>;
  asOf: (at: string) => string;
  away: string;
  history: string;
  unknown: string;
  states: Record<EventKind, string>;
  /** What follows a door that did not open. */
  comesAgain: string;
  held: string;
  asked: string;
  /** It comes again, and nobody knows yet when. */
  timeFollows: string;
}

/** What a customer reads about a parcel. */
export const words: Record<Language, Words> = {
  en: {
    title: 'Your parcel',
    language: 'Language',
    named: { en: 'English', ko: '한국어' },
    forName: (name) => `For ${name}`,
    ofOrder: (shop, orderNo) => `${shop}, order ${orderNo}`,
    expected: (day, from, to) => `Expected ${day}, ${from} – ${to}`,
    mayChange: 'Four of five parcels come within this time. It gets closer on the way.',
    promised: (day, by) => `Comes ${day} by ${by}`,
    late: (by) => `It comes later than promised (${by}). We are sorry.`,
    before: (stops) => (stops === 0 ? 'You are next' : `${stops} ${stops === 1 ? 'stop' : 'stops'} before you`),
    deliveredAt: (day, at) => `Delivered ${day} at ${at}`,
    today: 'today',
    tomorrow: 'tomorrow',
    progress: 'How far it is',
    stages: {
      ordered: 'Ordered',
      picking: 'Picked',
      packed: 'Packed',
      out: 'On the way',
      delivered: 'Delivered',
    },
    asOf: (at) => `As of ${at}`,
    away: 'no connection',
    history: 'What happened so far',
    unknown: 'We know no parcel under this address.',
    states: {
      packed: 'Packed',
      loaded: 'Ready to leave',
      out: 'Out for delivery',
      arriving: 'Arriving now',
      failed: 'Could not be delivered',
      returning: 'On its way back to us',
      delivered: 'Delivered',
      returned: 'Back with us',
      lost: 'Lost; we will get in touch',
    },
    comesAgain: 'Could not be delivered, we come again',
    held: 'Could not be delivered; we look into it and get in touch',
    asked: 'Could not be delivered; please tell the shop your right address',
    timeFollows: 'The new time will be shown here.',
  },
  ko: {
    title: '내 택배',
    language: '언어',
    named: { en: 'English', ko: '한국어' },
    forName: (name) => `${name} 님께`,
    ofOrder: (shop, orderNo) => `${shop} · 주문번호 ${orderNo}`,
    expected: (day, from, to) => `도착 예정 ${day} ${from} – ${to}`,
    mayChange: '다섯 개 중 네 개는 이 시간 안에 도착합니다. 배송 중에 더 정확해집니다.',
    promised: (day, by) => `${day} ${by}까지 도착합니다`,
    late: (by) => `약속한 시간(${by})보다 늦어집니다. 죄송합니다.`,
    before: (stops) => (stops === 0 ? '다음 배송지입니다' : `앞에 ${stops}곳 남았습니다`),
    deliveredAt: (day, at) => `${day} ${at}에 배송했습니다`,
    today: '오늘',
    tomorrow: '내일',
    progress: '진행 상황',
    stages: {
      ordered: '주문',
      picking: '상품 준비',
      packed: '포장 완료',
      out: '배송 중',
      delivered: '배송 완료',
    },
    asOf: (at) => `${at} 기준`,
    away: '연결되지 않음',
    history: '배송 기록',
    unknown: '이 주소로 등록된 택배가 없습니다.',
    states: {
      packed: '포장 완료',
      loaded: '출발 준비',
      out: '배송 중',
      arriving: '곧 도착',
      failed: '배송하지 못했습니다',
      returning: '반송 중',
      delivered: '배송 완료',
      returned: '반송 완료',
      lost: '분실; 연락드리겠습니다',
    },
    comesAgain: '배송하지 못했습니다. 다시 방문합니다',
    held: '배송하지 못해 보관 중입니다. 확인 후 연락드리겠습니다',
    asked: '배송하지 못했습니다. 판매처에 정확한 주소를 알려주세요',
    timeFollows: '새 도착 시간은 여기에 표시됩니다.',
  },
};
