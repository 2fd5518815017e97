import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runAudit } from '../../src/commands/audit/run.ts';
import { recordAccess } from '../../src/auth/index.ts';
import { newId } from '../../src/platform/ids.ts';
import { must } from '../modules/packing/floor.ts';
import { inWork, startServer, type Person, type TestServer } from '../support/server.ts';

let server: TestServer;
let admin: Person;

beforeAll(async () => {
  server = await startServer();
  admin = await server.as('admin');
  // the job's first round is due at once, the next ones as the clock is set
  await server.app.jobs!.runDue();
});
afterAll(() => server.close());

const looked = (subjects: string[]) =>
  inWork(server.db, server.clock, (work) => recordAccess(work, { subjects, fields: ['phone'], why: 'complaint' }));
const sealed = async () => {
  server.clock.set(new Date(server.clock.now().getTime() + 61_000));
  await server.app.jobs!.runDue();
  return (await must(admin.get('/v1/access-records/seals'))).seals as {
    sealNo: number;
    records: number;
    hash: string;
  }[];
};
const broken = async () => {
  const { invariants } = await runAudit(server.db);
  return invariants.filter(({ number }) => number === 47)[0]!.rows;
};

describe('the records of who looked at whom', () => {
  it('are sealed in a chain by a job, so that nobody who looks waits for another', async () => {
    await Promise.all(Array.from({ length: 20 }, () => looked([newId(), newId()])));
    // one who looked and has not ended holds nobody up, and is sealed with those after him
    const late = await server.db.transaction();
    await late('access_record').insert({
      access_id: newId(),
      actor_id: admin.userId,
      subject: 'late',
      fields: 'phone',
      why: 'complaint',
      origin: 'test',
      at: server.clock.now(),
    });
    const [first] = await sealed();
    await late.commit();
    expect(first).toMatchObject({ sealNo: 1, records: 40 });
    await looked([newId()]);
    const [second, before] = await sealed();
    expect(before).toEqual(first);
    expect(second).toMatchObject({ sealNo: 2, records: 2 });
    expect(second!.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(await sealed()).toHaveLength(2);
    expect(await broken()).toEqual([]);
  });

  it('verify while some are not sealed yet, and after more than a portion at once', async () => {
    await looked(Array.from({ length: 5200 }, () => newId()));
    expect(await broken()).toEqual([]);
    await sealed();
    expect(await broken()).toEqual([]);
    const [last, before] = await sealed();
    expect([before!.records, last!.records]).toEqual([5000, 200]);
    expect(await broken()).toEqual([]);
  });

  it('do not verify once one of them was changed by whoever owns the tables', async () => {
    const { access_id } = (await server.db('access_sealed').where({ seal_no: 1 }).first()) as { access_id: string };
    const { subject } = (await server.db('access_record').where({ access_id }).first()) as { subject: string };
    await server.db('access_record').where({ access_id }).update({ subject: newId() });
    expect((await broken()).map(({ what }) => what)).toEqual([
      'seal 1 is over 40 records and does not fit what is there',
    ]);
    await server.db('access_record').where({ access_id }).update({ subject });
    expect(await broken()).toEqual([]);
  });
});
