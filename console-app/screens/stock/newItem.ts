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

/** Nothing is missing; what is wrong in it the server says. */
export const isWhole = (typed: Typed): boolean =>
  [typed.sellerId, typed.code, typed.name].every((text) => text.trim() !== '') &&
  [typed.length, typed.width, typed.height, typed.weight].every((text) => Number(text) > 0) &&
  (!typed.expiryTracked || isCount(typed.minLifeDays));

/** As the server takes it: a life that goods have to have left belongs to those that expire. */
export function written(typed: Typed) {
  const { sellerId, temperature, lotTracked, expiryTracked, serialTracked } = typed;
  const [code, name, barcode] = [typed.code.trim(), typed.name.trim(), typed.barcode.trim()];
  return {
    sellerId,
    code,
    name,
    barcodes: barcode === '' ? [] : [{ code: barcode, quantity: 1 }],
    size_mm: [typed.length, typed.width, typed.height].map((cm) => Math.round(Number(cm) * 10)),
    weight_g: Math.round(Number(typed.weight)),
    temperature,
    lotTracked,
    expiryTracked,
    serialTracked,
    minLifeDays: expiryTracked ? Number(typed.minLifeDays) : 0,
  };
}
