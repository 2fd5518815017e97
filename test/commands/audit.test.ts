import { spawn } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditFiles, auditWithin, runAudit, type Audit, type Invariant } from '../../src/commands/audit/run.ts';
import { connect, type Database } from '../../src/platform/database.ts';
import { built } from '../support/built.ts';
import type { FreshDatabase } from '../support/database.ts';
import { dayDatabase } from '../support/dayTemplate.ts';
import { flashFaults } from './faults/flash.ts';
import { doorFaults } from './faults/doors.ts';
import { floorFaults } from './faults/floor.ts';
import type { Fault } from './faults/plant.ts';
import { roadFaults } from './faults/road.ts';
import { stockFaults } from './faults/stock.ts';

const faults = [...doorFaults, ...stockFaults, ...flashFaults, ...floorFaults, ...roadFaults];
const fileOf = ({ module, number, name }: Invariant) => `${module}/${String(number).padStart(2, '0')}_${name}`;

let fresh: FreshDatabase;
let db: Database;

beforeAll(async () => {
  fresh = await dayDatabase();
  db = connect(fresh.url, 2);
});
afterAll(async () => {
  await db.destroy();
  await fresh.drop();
});

/** Plants a fault, audits, and takes everything back. */
async function auditWith({ sql }: Fault): Promise<Audit> {
  const tx = await db.transaction();
  try {
    await tx.raw(sql.replaceAll('?', '\\?'));
    return await auditWithin(tx);
  } finally {
    await tx.rollback();
  }
}

function command(...args: string[]): Promise<{ code: number | null; out: string }> {
  return new Promise((ended, fail) => {
    const child = spawn(process.execPath, [...built('src/commands/audit.ts'), ...args], {
      env: { ...process.env, DATABASE_URL: fresh.url },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.once('error', fail);
    child.once('close', (code) => ended({ code, out }));
  });
}

describe('the audit', () => {
  it('has a fault planted against every file of it, and no fault against none', () => {
    const files = auditFiles().map(({ path }) => path.replace(/\\/g, '/').replace('/audit/', '/').replace('.sql', ''));
    expect([...new Set(faults.map(({ audit }) => audit))].sort()).toEqual(files.sort());
  });

  it('asks for every invariant of the domain that is a fact of rows', () => {
    const wanted = [1, 2, 3, 4, 5, 6, 8, ...range(10, 29), 31, 32, 33, 35, 36, 37, 41];
    const asked = new Set(auditFiles().map(({ number }) => number));
    expect(wanted.filter((number) => !asked.has(number))).toEqual([]);
  });

  it('finds nothing after a working day', async () => {
    const { clean, invariants } = await runAudit(db);
    expect(invariants.filter(({ rows }) => rows.length > 0)).toEqual([]);
    expect(clean).toBe(true);
    expect(invariants.length).toBe(auditFiles().length);
  });

  it.each(faults)('names $audit when there is $what', async (fault) => {
    const { clean, invariants } = await auditWith(fault);
    expect(clean).toBe(false);
    const { rows } = invariants.find((invariant) => fileOf(invariant) === fault.audit)!;
    const told = rows.map((row) => JSON.stringify(row));
    expect(
      told.filter((row) => fault.says.test(row)),
      told.join('\n'),
    ).not.toEqual([]);
  });
});

describe('npm run audit', () => {
  it('ends with 0 where all is well, and with 1 and the rows where it is not', async () => {
    const well = await command();
    expect(well.code, well.out).toBe(0);
    expect(well.out).toMatch(new RegExp(`^clean: ${auditFiles().length} invariants hold$`, 'm'));
    expect(well.out).not.toContain('FAILS');
    await db.raw(`UPDATE balance SET legs = legs + 1 WHERE ctid = (SELECT ctid FROM balance LIMIT 1)`);
    const broken = await command();
    expect(broken.code, broken.out).toBe(1);
    expect(broken.out).toMatch(/^FAILS\s+3 {2}balance_is_the_fold: .+\n\s+\{"what":"balance /m);
    expect(broken.out).toMatch(/^not clean$/m);
    const told = await command('--json');
    expect(told.code).toBe(1);
    const audit = JSON.parse(told.out) as Audit;
    expect(audit.clean).toBe(false);
    expect(audit.invariants.filter(({ rows }) => rows.length > 0).map(fileOf)).toEqual([
      'inventory/03_balance_is_the_fold',
    ]);
  });
});

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, at) => from + at);
}
