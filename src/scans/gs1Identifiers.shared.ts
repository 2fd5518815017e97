/** What a scanned element says, under the name a warehouse uses. Dates are ISO days, measures whole numbers. */
export type Gs1Fields = Partial<Record<TextField, string> & Record<NumberField, number>>;

export type TextField =
  | 'sscc'
  | 'gtin'
  | 'contentGtin'
  | 'lot'
  | 'producedOn'
  | 'packedOn'
  | 'bestBefore'
  | 'sellBy'
  | 'expiry'
  | 'producedAt'
  | 'variant'
  | 'serial'
  | 'consumerVariant'
  | 'additionalId'
  | 'customerPart'
  | 'secondSerial'
  | 'customerOrder'
  | 'consignment'
  | 'shipment'
  | 'routing'
  | 'shipTo'
  | 'billTo'
  | 'purchasedFrom'
  | 'shipFor'
  | 'location'
  | 'payTo'
  | 'madeAt'
  | 'party'
  | 'postcode'
  | 'countryPostcode'
  | 'origin'
  | 'returnableAsset'
  | 'asset'
  | 'unitPrice'
  | 'piece'
  | 'iban'
  | 'url'
  | 'agreed'
  | `internal${number}`;

export type NumberField =
  | 'count'
  | 'weight_g'
  | 'grossWeight_g'
  | 'length_mm'
  | 'width_mm'
  | 'height_mm'
  | 'area_cm2'
  | 'volume_cm3';

/** How a value is turned into its field. A measure is scaled by `factor` / 10^(decimals given by the identifier). */
export type Meaning =
  | { as: 'text' | 'date' | 'dateTime' | 'count'; field: TextField | NumberField }
  | { as: 'measure'; field: NumberField; factor: number };

/**
 * One application identifier: `min` to `max` characters, digits only where `numeric`; the first `checked` of them
 * form a key with a check digit (0: none).
 */
export type Identifier = { ai: string; numeric: boolean; min: number; max: number; checked: number; meaning: Meaning };

const text = (ai: string, field: TextField, max: number, min = 1): Identifier => {
  return { ai, numeric: false, min, max, checked: 0, meaning: { as: 'text', field } };
};
const digits = (ai: string, field: TextField, length: number, checked = 0): Identifier => {
  return { ai, numeric: true, min: length, max: length, checked, meaning: { as: 'text', field } };
};
const date = (ai: string, field: TextField): Identifier => ({
  ...digits(ai, field, 6),
  meaning: { as: 'date', field },
});
const count = (ai: string): Identifier => {
  return { ai, numeric: true, min: 1, max: 8, checked: 0, meaning: { as: 'count', field: 'count' } };
};

/** The last digit of a measure's identifier tells its decimals: 3103 is a net weight in kg with three. */
const measure = (ai: string, field: NumberField, factor: number): Identifier[] =>
  [0, 1, 2, 3, 4, 5].map((decimals) => ({
    ai: `${ai}${decimals}`,
    numeric: true,
    min: 6,
    max: 6,
    checked: 0,
    meaning: { as: 'measure', field, factor },
  }));

/**
 * The application identifiers that a warehouse meets (GS1 General Specifications, section 3). No identifier is the
 * beginning of another, so at any place at most one of them fits.
 */
const table: Identifier[] = [
  digits('00', 'sscc', 18, 18),
  digits('01', 'gtin', 14, 14),
  digits('02', 'contentGtin', 14, 14),
  text('10', 'lot', 20),
  date('11', 'producedOn'),
  date('13', 'packedOn'),
  date('15', 'bestBefore'),
  date('16', 'sellBy'),
  date('17', 'expiry'),
  digits('20', 'variant', 2),
  text('21', 'serial', 20),
  text('22', 'consumerVariant', 20),
  count('30'),
  count('37'),
  text('240', 'additionalId', 30),
  text('241', 'customerPart', 30),
  text('250', 'secondSerial', 30),
  ...measure('310', 'weight_g', 1_000),
  ...measure('311', 'length_mm', 1_000),
  ...measure('312', 'width_mm', 1_000),
  ...measure('313', 'height_mm', 1_000),
  ...measure('314', 'area_cm2', 10_000),
  ...measure('315', 'volume_cm3', 1_000),
  ...measure('316', 'volume_cm3', 1_000_000),
  ...measure('320', 'weight_g', 453.59237),
  ...measure('330', 'grossWeight_g', 1_000),
  text('400', 'customerOrder', 30),
  text('401', 'consignment', 30),
  digits('402', 'shipment', 17, 17),
  text('403', 'routing', 30),
  digits('410', 'shipTo', 13, 13),
  digits('411', 'billTo', 13, 13),
  digits('412', 'purchasedFrom', 13, 13),
  digits('413', 'shipFor', 13, 13),
  digits('414', 'location', 13, 13),
  digits('415', 'payTo', 13, 13),
  digits('416', 'madeAt', 13, 13),
  digits('417', 'party', 13, 13),
  text('420', 'postcode', 20),
  text('421', 'countryPostcode', 12, 4),
  digits('422', 'origin', 3),
  { ...text('8003', 'returnableAsset', 30, 14), checked: 14 },
  text('8004', 'asset', 30),
  digits('8005', 'unitPrice', 6),
  digits('8006', 'piece', 18, 14),
  text('8007', 'iban', 34),
  { ...digits('8008', 'producedAt', 8), max: 12, meaning: { as: 'dateTime', field: 'producedAt' } },
  text('8200', 'url', 70),
  text('90', 'agreed', 30),
  ...[91, 92, 93, 94, 95, 96, 97, 98, 99].map((ai) => text(`${ai}`, `internal${ai}`, 90)),
];

const byCode = new Map(table.map((identifier) => [identifier.ai, identifier]));

/** The identifier that stands at this place of an element string, if it is one we know. */
export function identifierAt(elements: string, at: number): Identifier | undefined {
  for (const length of [2, 3, 4]) {
    const found = byCode.get(elements.slice(at, at + length));
    if (found && found.ai.length === length) return found;
  }
  return undefined;
}

/** Whether `ai` is one of the identifiers read here. */
export function isKnownIdentifier(ai: string): boolean {
  return byCode.has(ai);
}

/** Every application identifier that is read here, for the guide and for generated tests. */
export const identifiers: readonly Identifier[] = table;
