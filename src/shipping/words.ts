import type { EventKind, FailReason } from './rules.ts';

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
  late: (day: string, by: string) => string;
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
  sentBack: string;
  /** It comes again, and nobody knows yet when. */
  timeFollows: string;
  /** It does not come again: whom to ask about the rest. */
  askShop: (shop: string) => string;
  tried: (day: string, at: string) => string;
  /** The door was given up without going there. */
  notTried: (day: string, at: string) => string;
  why: Record<FailReason, string>;
  backSince: (day: string, at: string) => string;
  stillAboard: string;
  missed: Record<'missed' | 'back' | Follows, string>;
}

/** What follows a door that did not open. */
export type Follows = 'again' | 'held' | 'asked' | 'sentBack';

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
    late: (day, by) => `It comes later than promised (${day}, ${by}). We are sorry.`,
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
      back: 'Back at our warehouse',
      returning: 'On its way back to us',
      delivered: 'Delivered',
      returned: 'Back with us',
      lost: 'Lost; we will get in touch',
    },
    comesAgain: 'Could not be delivered, we come again',
    held: 'Could not be delivered; we look into it and get in touch',
    asked: 'Could not be delivered; please tell the shop your right address',
    sentBack: 'Back at our warehouse; it does not come again',
    timeFollows: 'Day and time are shown here as soon as they are set.',
    askShop: (shop) => `It does not come again. Please ask ${shop} about your money or a new delivery.`,
    tried: (day, at) => `We tried ${day} at ${at}`,
    notTried: (day, at) => `Not delivered ${day} at ${at}`,
    why: {
      nobody_home: 'nobody was home.',
      refused: 'the parcel was not accepted.',
      damaged: 'the parcel was damaged, so we did not hand it over.',
      wrong_address: 'we could not find the address.',
      access_code: 'we could not get into the building.',
      cancelled: 'the order had been cancelled.',
      no_time: 'our driver ran out of time. We are sorry.',
    },
    backSince: (day, at) => `The parcel came back to our warehouse ${day} at ${at}.`,
    stillAboard: 'The parcel is still on the vehicle. It comes back to our warehouse after the tour.',
    missed: {
      missed: 'Not delivered',
      back: 'Back at our warehouse',
      again: 'Next try',
      held: 'We look into it',
      asked: 'Right address from the shop',
      sentBack: 'Returned to the shop',
    },
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
    late: (day, by) => `약속한 시간(${day} ${by})보다 늦어집니다. 죄송합니다.`,
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
      back: '물류센터로 돌아옴',
      returning: '반송 중',
      delivered: '배송 완료',
      returned: '반송 완료',
      lost: '분실; 연락드리겠습니다',
    },
    comesAgain: '배송하지 못했습니다. 다시 방문합니다',
    held: '배송하지 못해 보관 중입니다. 확인 후 연락드리겠습니다',
    asked: '배송하지 못했습니다. 판매처에 정확한 주소를 알려주세요',
    sentBack: '물류센터로 돌아왔으며 다시 배송하지 않습니다',
    timeFollows: '날짜와 시간이 정해지면 여기에 표시됩니다.',
    askShop: (shop) => `다시 배송하지 않습니다. 환불이나 재배송은 판매처(${shop})에 문의해 주세요.`,
    tried: (day, at) => `${day} ${at}에 방문했습니다`,
    notTried: (day, at) => `${day} ${at}에 배송하지 못했습니다`,
    why: {
      nobody_home: '아무도 안 계셨습니다.',
      refused: '상자를 받지 않으셨습니다.',
      damaged: '상자가 파손되어 전해 드리지 않았습니다.',
      wrong_address: '주소를 찾지 못했습니다.',
      access_code: '건물에 들어가지 못했습니다.',
      cancelled: '취소된 주문이었습니다.',
      no_time: '기사님의 시간이 부족했습니다. 죄송합니다.',
    },
    backSince: (day, at) => `상자는 ${day} ${at}에 물류센터로 돌아왔습니다.`,
    stillAboard: '상자는 아직 차량에 있습니다. 배송이 끝나면 물류센터로 돌아옵니다.',
    missed: {
      missed: '배송하지 못함',
      back: '물류센터로 돌아옴',
      again: '다시 방문',
      held: '확인 중',
      asked: '판매처의 정확한 주소',
      sentBack: '판매처로 반송',
    },
  },
};
