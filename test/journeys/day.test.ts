import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { playSmallDay, type SmallDay } from '../support/day.ts';
import { runAudit } from '../../src/commands/audit/run.ts';

const seeds = (process.env['SEEDS'] ?? '1').split(',').map(Number);
describe.each(seeds)('a day with seed %i', (seed) => {
  let day: SmallDay;
  beforeAll(async () => {
    const began = Date.now();
    day = await playSmallDay(seed);
    const { stage, books } = day.played;
    const outcomes: Record<string, number> = {};
    for (const e of books.endings) outcomes[e.outcome] = (outcomes[e.outcome] ?? 0) + 1;
    console.log(
      'SEED',
      seed,
      Date.now() - began,
      JSON.stringify({
        outcomes,
        problems: stage.notes.problems,
        ref: [...stage.notes.refusalsByCode],
        flows: [...stage.notes.byFlow],
        in: stage.notes.unitsIn,
        lost: stage.notes.unitsLost,
        books: { ...books, endings: undefined },
      }),
    );
    console.log(JSON.stringify(books.endings.filter((e) => e.trouble).map((e) => [e.note.externalId, e.trouble])));
  }, 100_000);
  afterAll(() => day?.server.close());
  it('audits', async () => {
    const audit = await runAudit(day.server.db);
    expect(audit.invariants.filter(({ rows }) => rows.length > 0)).toEqual([]);
  });
});
