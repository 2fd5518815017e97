import { Misfit, Misfits, optional, record, whole, type Read } from '../shared/shape.ts';
import type { Matrices } from './problem.ts';

/** Beyond this sums no longer fit. */
const longest = 2 ** 30;
const amount = whole(0, longest);

/** A square table of whole numbers; its rows may be typed arrays. */
const table: Read<ArrayLike<number>[]> = (value, field) => {
  const rows = value as ArrayLike<number>[];
  if (!Array.isArray(value)) throw new Misfit(field, value, 'a table, one row a place');
  for (let from = 0; from < rows.length; from++) {
    const line = rows[from]!;
    if (line?.length !== rows.length) throw new Misfit(`${field}[${from}]`, line, `a row of ${rows.length} numbers`);
    for (let to = 0; to < line.length; to++) {
      if (!(line[to]! >= 0 && line[to]! <= longest) || !Number.isInteger(line[to]))
        amount(line[to], `${field}[${from}][${to}]`);
    }
  }
  return rows;
};

const tables = record<Matrices>({ durations: table, distances: optional(table), costs: optional(table) });

/** The tables of each profile, all of one size. */
export const matrices: Read<Record<string, Matrices>> = (value, field) => {
  const all = record<Record<string, Matrices>>({})(value, field);
  const misfits = new Misfits();
  let size = -1;
  for (const [profile, entry] of Object.entries(all)) {
    const read = misfits.try(() => tables(entry, `${field}.${profile}`));
    if (read === undefined) continue;
    for (const [kind, table] of Object.entries({ ...read })) {
      if (!Array.isArray(table)) continue;
      if (size < 0) size = table.length;
      if (table.length === size) continue;
      misfits.try(() => {
        throw new Misfit(`${field}.${profile}.${kind}`, `${table.length} rows`, `${size} rows`);
      });
    }
  }
  misfits.end();
  return all;
};
