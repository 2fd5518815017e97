import { rightEnd } from '../../../src/platform/documents/gs1Keys.shared.ts';
import { numberTyped } from '../../parts/numberTyped.ts';

/** An item as it is typed. */
export interface Typed {
  sellerId: string;
  code: string;
  name: string;
  barcode: string;
  length: string;
  width: string;
  height: string;
  weight: string;
  temperature: 'ambient' | 'chilled' | 'frozen';
  lotTracked: boolean;
  expiryTracked: boolean;
  serialTracked: boolean;
  minLifeDays: string;
}

export const blank: Omit<Typed, 'sellerId'> = {
  code: '',
  name: '',
  barcode: '',
  length: '',
  width: '',
  height: '',
  weight: '',
  temperature: 'ambient',
  lotTracked: false,
  expiryTracked: false,
  serialTracked: false,
  minLifeDays: '0',
};

const isCount = (text: string): boolean => /^\d{1,4}$/.test(text.trim());

const mm = (cm: string): number => Math.round(numberTyped(cm) * 10);

export type Measure = 'length' | 'width' | 'height' | 'weight';

/** It is at least the smallest that the server keeps: a millimetre, a gram. */
export const isMeasure = (name: Measure, text: string): boolean =>
  name === 'weight' ? numberTyped(text) >= 1 : mm(text) >= 1;

export type Needed = 'sellerId' | 'code' | 'barcode' | 'name' | Measure | 'minLifeDays';

/** What is missing, or no number, in the order of the form; what else is wrong in it the server says. */
export function missingIn(typed: Typed): Needed[] {
  const isGiven = {
    sellerId: typed.sellerId !== '',
    code: typed.code.trim() !== '',
    barcode: rightEnd(typed.barcode.trim()) === undefined,
    name: typed.name.trim() !== '',
  };
  const texts = (['sellerId', 'code', 'barcode', 'name'] as const).filter((name) => !isGiven[name]);
  const measures = (['length', 'width', 'height', 'weight'] as const).filter((name) => !isMeasure(name, typed[name]));
  return [
    ...texts,
    ...measures,
    ...(typed.expiryTracked && !isCount(typed.minLifeDays) ? ['minLifeDays' as const] : []),
  ];
}

/** A refusal as the server words it, of a barcode of which a digit is not the label's. */
export function barcodeProblem({ barcode }: Pick<Typed, 'barcode'>): { got: string; expected: string } | undefined {
  const got = barcode.trim();
  const expected = rightEnd(got);
  return expected === undefined ? undefined : { got, expected };
}

/** As the server takes it: a life that goods have to have left belongs to those that expire. */
export function written(typed: Typed) {
  const { sellerId, temperature, lotTracked, expiryTracked, serialTracked } = typed;
  const [code, name, barcode] = [typed.code.trim(), typed.name.trim(), typed.barcode.trim()];
  return {
    sellerId,
    code,
    name,
    barcodes: barcode === '' ? [] : [{ code: barcode, quantity: 1 }],
    size_mm: [typed.length, typed.width, typed.height].map(mm),
    weight_g: Math.round(numberTyped(typed.weight)),
    temperature,
    lotTracked,
    expiryTracked,
    serialTracked,
    minLifeDays: expiryTracked ? Number(typed.minLifeDays) : 0,
  };
}
