export { encode, type Barcode } from './barcode.ts';
export { checkDigit, hasCheckDigit, isGtin, isSscc, makeSscc, toGtin14 } from './gs1Keys.shared.ts';
export { labelPdf, sheetPdf } from './labelPdf.ts';
export { labelZpl } from './labelZpl.ts';
export type { Label } from './layout.ts';
