import type { EventKind } from './rules.ts';

export type Language = 'ko' | 'en';

interface Words {
  title: string;
  forName: (name: string) => string;
  expected: (day: string, from: string, to: string) => string;
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
    forName: (name) => `For ${name}`,
    expected: (day, from, to) => `Expected ${day}, ${from} – ${to}`,
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
    forName: (name) => `${name} 님께`,
    expected: (day, from, to) => `도착 예정 ${day} ${from} – ${to}`,
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
