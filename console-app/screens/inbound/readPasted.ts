export interface PastedRow {
  /** Counted from 1 in what was pasted. */
  row: number;
  code: string;
  quantity: number;
  lot: string;
  expiry: string;
  problem: 'quantity' | 'columns' | null;
}

const most = 2_000;
/** A comma or semicolon that no quotes hold: `"1,000"` is one cell. */
const markOutside = /[,;](?=(?:[^"]*"[^"]*")*[^"]*$)/;

/** Reads code, quantity, lot, expiry a row, split by tab, comma or semicolon; a heading row is left out. */
export function readPasted(text: string): PastedRow[] {
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line, at) => ({ line, row: at + 1 }))
    .filter(({ line }) => line.trim() !== '')
    .slice(0, most)
    .map(({ line, row }): PastedRow => {
      const cells = line
        .split(line.includes('\t') ? '\t' : markOutside)
        .map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
      const [code = '', count = '', lot = '', expiry = ''] = cells;
      const digits = /^\d{1,3}(,\d{3})+$/.test(count) ? count.replaceAll(',', '') : count;
      const quantity = /^\d{1,7}$/.test(digits) ? Number(digits) : 0;
      const problem = cells.length < 2 ? 'columns' : quantity === 0 ? 'quantity' : null;
      return { row, code, quantity, lot, expiry: dateOf(expiry), problem };
    })
    .filter(({ row, problem, code }) => !(row === 1 && problem !== null && !/\d/.test(code)));
}

/** 20270131, 2027.1.31 and 2027/01/31 are all 2027-01-31. */
function dateOf(text: string): string {
  const found = /^(\d{4})[-./]?(\d{1,2})[-./]?(\d{1,2})$/.exec(text);
  return found ? `${found[1]}-${found[2]!.padStart(2, '0')}-${found[3]!.padStart(2, '0')}` : '';
}
