import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from '../../platform/database.ts';
import { PROJECT } from '../../platform/program.ts';
import type { Tx } from '../../platform/work.ts';

export interface Invariant {
  number: number;
  name: string;
  module: string;
  /** What must hold, from the first line of its file. */
  must: string;
  rows: Record<string, unknown>[];
}

export interface Audit {
  clean: boolean;
  invariants: Invariant[];
}

interface AuditFile {
  number: number;
  name: string;
  path: string;
  sql: string;
}

let files: AuditFile[] | undefined;

/** The audit files of all modules: src/<module>/audit/<number>_<name>.sql, as they were when they were first asked for. */
export const auditFiles = (): AuditFile[] => (files ??= readAuditFiles());

function readAuditFiles(): AuditFile[] {
  const src = join(PROJECT, 'src');
  return readdirSync(src, { recursive: true })
    .map(String)
    .filter((path) => /^[a-z]+[/\\]audit[/\\]\d+_\w+\.sql$/.test(path))
    .map((path) => {
      const file = path.split(/[/\\]/).at(-1)!;
      const [, number, name] = /^(\d+)_(\w+)\.sql$/.exec(file)!;
      return { number: Number(number), name: name!, path, sql: readFileSync(join(src, path), 'utf8') };
    })
    .sort((a, b) => a.number - b.number || (a.path < b.path ? -1 : 1));
}

/** Every invariant in one read-only snapshot; each query must return no row. */
export async function runAudit(db: Database): Promise<Audit> {
  return db.transaction(auditWithin, { isolationLevel: 'repeatable read', readOnly: true });
}

/** Every invariant as this transaction sees it. */
export async function auditWithin(tx: Tx): Promise<Audit> {
  const invariants: Invariant[] = [];
  for (const { number, name, path, sql } of auditFiles()) {
    const must = /^-- (?:\d+: )?(.*)/.exec(sql)?.[1] ?? name;
    const text = sql.replace(/;\s*$/, '');
    const { rows } = (await tx.raw(`SELECT * FROM (${text}) AS offending LIMIT 100`)) as {
      rows: Record<string, unknown>[];
    };
    invariants.push({ number, name, module: path.split(/[/\\]/)[0]!, must, rows });
  }
  return { clean: invariants.every(({ rows }) => rows.length === 0), invariants };
}
