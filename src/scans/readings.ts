import type { Session, Words } from './flow.ts';
import { identifierAt, type Gs1Fields } from './gs1Identifiers.shared.ts';
import type { Gs1Element, Gs1Reading } from './gs1Readings.shared.ts';
import type { Reading } from './step.shared.ts';
import { groupSeparator } from './unreadable.shared.ts';

/** What a label may say that people on the floor have a word for; the rest goes by the number printed before it. */
const names: Partial<Record<keyof Gs1Fields, Words>> = {
  gtin: { en: 'Item', ko: '상품' },
  lot: { en: 'Lot', ko: '로트' },
  serial: { en: 'Serial number', ko: '일련번호' },
  expiry: { en: 'Expiry', ko: '유통기한' },
  bestBefore: { en: 'Best before', ko: '품질유지기한' },
  sellBy: { en: 'Sell by', ko: '판매기한' },
  producedOn: { en: 'Produced', ko: '생산일' },
  packedOn: { en: 'Packed', ko: '포장일' },
  count: { en: 'Units', ko: '수량' },
};

/** The ways to read a label, each by what it has and not all of the others have. */
export function sayReadings({ language }: Pick<Session, 'language'>, readings: Gs1Reading[]): Reading[] {
  return readings.map(({ elements, fields }) => {
    const own = elements.filter((one) => !readings.every((other) => other.elements.some((its) => isSame(one, its))));
    const lines = own.map(({ ai, value }) => {
      const { field } = identifierAt(ai, 0)!.meaning;
      const name = names[field]?.[language];
      return name === undefined ? { label: `(${ai})`, value } : { label: name, value: String(fields[field]) };
    });
    return { code: parted(elements), lines };
  });
}

const isSame = (one: Gs1Element, other: Gs1Element): boolean => one.ai === other.ai && one.value === other.value;

/** With the separators that the label lacks: only one way is left to read it. */
const parted = (elements: Gs1Element[]): string =>
  `${elements.map(({ ai, value }) => `${groupSeparator}${ai}${value}`).join('')}${groupSeparator}`;
