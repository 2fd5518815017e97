import { createHash } from 'node:crypto';
import type { Statement } from './packet.ts';
import { Transaction, withConnection } from './transaction.ts';
import type { Tx } from './work.ts';

interface Compiled {
  text: string;
  names: string[];
  name: string;
}
const compiled = new Map<string, Compiled>();

/** `:name` becomes `$n`; `::type` is left alone. Each text is prepared once a connection under the hash of itself. */
function compile(sql: string): Compiled {
  let entry = compiled.get(sql);
  if (entry === undefined) {
    const names: string[] = [];
    const text = sql.replace(/(?<![:\w]):([a-zA-Z]\w*)/g, (_, name: string) => {
      if (!names.includes(name)) names.push(name);
      return `$${names.indexOf(name) + 1}`;
    });
    entry = { text, names, name: createHash('md5').update(text).digest('hex') };
    compiled.set(sql, entry);
  }
  return entry;
}

export type Params = Record<string, unknown>;

function statementOf(sql: string, params: Params): Statement {
  const { text, names, name } = compile(sql);
  const values = names.map((key) => {
    if (!(key in params)) throw new Error(`statement parameter :${key} is missing`);
    return params[key] ?? null;
  });
  return { text, name, values };
}

/** Runs one statement with `:named` parameters. The text must be constant: it is kept as a prepared statement. */
function run(tx: Tx, sql: string, params: Params): Promise<{ rows: unknown[]; rowCount: number | null }> {
  const statement = statementOf(sql, params);
  return tx instanceof Transaction
    ? tx.query(statement)
    : withConnection(tx, (client) => client.query({ ...statement }));
}

/** Runs one whose answer says nothing: it goes out with what follows, and its failure is the commit's. */
export function send(tx: Tx, sql: string, params: Params): void {
  if (!(tx instanceof Transaction)) throw new Error('only a transaction tells later what failed');
  tx.send(statementOf(sql, params));
}

export async function rows<Row>(tx: Tx, sql: string, params: Params = {}): Promise<Row[]> {
  return (await run(tx, sql, params)).rows as Row[];
}

export async function maybe<Row>(tx: Tx, sql: string, params: Params = {}): Promise<Row | undefined> {
  return (await rows<Row>(tx, sql, params))[0];
}

/** Exactly one row, or a fault. */
export async function one<Row>(tx: Tx, sql: string, params: Params = {}): Promise<Row> {
  const found = await rows<Row>(tx, sql, params);
  if (found.length !== 1) throw new Error(`expected one row, got ${found.length}: ${sql.trim().slice(0, 120)}`);
  return found[0]!;
}

/** The number of rows touched. */
export async function change(tx: Tx, sql: string, params: Params = {}): Promise<number> {
  return (await run(tx, sql, params)).rowCount ?? 0;
}

/**
 * Rows as one array a column, for `unnest`: the database reads them several times faster than a list of objects in JSON.
 * @returns parameters by the names of the columns, to be cast where they stand
 */
export function arraysOf<Row, Column extends keyof Row & string>(
  list: readonly Row[],
  columns: readonly Column[],
): Record<Column, unknown> {
  const arrays = columns.map((column) => [column, arrayOf(list.map((row) => row[column]))]);
  return Object.fromEntries(arrays) as Record<Column, unknown>;
}

/** PostgreSQL reads the elements of a JSON array as they are, but for escapes other than of quotes and backslashes. */
function arrayOf(values: unknown[]): unknown {
  const json = JSON.stringify(values);
  return json.includes('\\') && /\\[^"\\]/.test(json) ? values : `{${json.slice(1, -1)}}`;
}
