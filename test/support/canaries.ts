import type { Tx } from '../../src/platform/work.ts';

interface Column {
  table: string;
  column: string;
  type: string;
}

const KEEPS_TEXT = ['text', 'varchar', 'bpchar', 'json', 'jsonb', 'bytea', '_text', '_varchar', '_jsonb', 'name'];

/** Every column of every table that may hold a text, as the catalog has them. */
export async function textColumns(tx: Tx): Promise<Column[]> {
  const { rows } = (await tx.raw(
    `SELECT c.relname AS table, a.attname AS column, t.typname AS type
       FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid JOIN pg_type t ON t.oid = a.atttypid
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r','p','m') AND a.attnum > 0
        AND NOT a.attisdropped AND t.typname = ANY(?)
      ORDER BY 1, 2`,
    [KEEPS_TEXT],
  )) as { rows: Column[] };
  return rows;
}

/** Where in the database one of these texts stands in clear: `table.column: text`. */
export async function clearIn(tx: Tx, texts: string[]): Promise<string[]> {
  const found: string[] = [];
  for (const { table, column, type } of await textColumns(tx)) {
    const bytes = type === 'bytea' ? `"${column}"` : `convert_to("${column}"::text, 'UTF8')`;
    for (const text of texts) {
      const { rows } = (await tx.raw(
        `SELECT 1 FROM "${table}" WHERE position(convert_to(?::text, 'UTF8') in ${bytes}) > 0 LIMIT 1`,
        [text],
      )) as { rows: unknown[] };
      if (rows.length > 0) found.push(`${table}.${column}: ${text}`);
    }
  }
  return found;
}

/** A person whom nobody else is called, and every way in which a part of them could be told. */
export const canary = {
  name: '카나리아노란새',
  phone: '010-7351-9248',
  address: '서울시 은평구 카나리아로 7351길 88, 906호',
};
export const canaryTexts = [
  canary.name,
  '노란새',
  canary.phone,
  '01073519248',
  '821073519248',
  '+82 10-7351-9248',
  '7351-9248',
  '73519248',
  canary.address,
  '카나리아로',
  '906호',
];
