import { afterAll, beforeAll, expect, it } from 'vitest';
import { migrationSource } from '../../migrations/source.ts';
import { wallClock } from '../../src/platform/clock.ts';
import { connect, migrate, MIGRATIONS, type Database } from '../../src/platform/database.ts';
import { done } from '../../src/platform/errors.ts';
import { newId } from '../../src/platform/ids.ts';
import { makeLog } from '../../src/platform/log.ts';
import { startRelay } from '../../src/platform/relay.ts';
import { transact } from '../../src/platform/transact.ts';
import { system, tell } from '../../src/platform/work.ts';
import { emptyDatabase, type FreshDatabase } from '../support/database.ts';

let fresh: FreshDatabase;
let db: Database;

/** All migrations before one: what a database of the version before has. */
const before = (first: string) => ({
  ...MIGRATIONS,
  migrationSource: {
    ...migrationSource,
    getMigrations: async () =>
      (await migrationSource.getMigrations([])).filter((name) => name.localeCompare(first) < 0),
  },
});

beforeAll(async () => {
  fresh = await emptyDatabase();
  db = connect(fresh.url, 4);
  await db.migrate.latest(before('0049_facts'));
  await openOldSite();
  for (const n of [1, 2, 3]) await tellOf(n);
  expect(await hearAll(['old.first'])).toEqual({ 'old.first': [1, 2, 3] });
  for (const n of [4, 5]) await tellOf(n);
  await migrate(fresh.url);
});
afterAll(async () => {
  await db?.destroy();
  await fresh?.drop();
});

const [SITE, FULL, COLD, PLAIN, GONE] = [newId(), newId(), newId(), newId(), newId()];
const vans: [vehicleId: string, skills: string[]][] = [
  [FULL, ['two_person', 'frozen', 'lift', 'nobody_said', 'chilled']],
  [COLD, ['frozen']],
  [PLAIN, []],
  [GONE, ['nobody_said', 'forgotten']],
];

/** A site that has named three skills, with vehicles that have some of them, cooling and what nobody has named. */
async function openOldSite(): Promise<void> {
  await db('site').insert({
    site_id: SITE,
    code: 'OLD',
    name: 'Old',
    lat: 37.5,
    lon: 127,
    layout: '{}',
    at: new Date(),
  });
  await db('delivery_skill').insert(
    ['lift', 'two_person', 'ladder'].map((code) => ({ site_id: SITE, code, name: code })),
  );
  for (const [vehicle_id, skills] of vans) {
    const capacity = { capacity_parcels: 10, capacity_weight_g: 10_000, capacity_volume_cm3: 10_000 };
    const shift = { shift_from_minute: 540, shift_to_minute: 1_080 };
    await db('vehicle').insert({
      site_id: SITE,
      vehicle_id,
      code: vehicle_id,
      name: 'Van',
      ...capacity,
      ...shift,
      skills,
    });
  }
}

const KIND = 'old.counted';
const tellOf = (n: number) =>
  transact(db, { actor: system, at: new Date(), id: newId() }, (work) => {
    tell(work, { kind: KIND, subject: SITE, body: { n } });
    return Promise.resolve(done(undefined));
  });

/** Each consumer writes down what it hears until everything told so far has been heard. */
async function hearAll(names: string[]): Promise<Record<string, number[]>> {
  const heard = Object.fromEntries(names.map((name) => [name, [] as number[]]));
  const consumers = names.map((name) => ({
    name,
    kinds: [KIND],
    hear: (_: unknown, { body }: { body: object }) => {
      heard[name]!.push((body as { n: number }).n);
      return Promise.resolve();
    },
  }));
  const relay = startRelay({ db, clock: wallClock, log: makeLog('silent'), consumers });
  await relay.settle();
  await relay.stop();
  return heard;
}

it('has its facts heard on in their order: each consumer where it stood, what was told since behind what was told before', async () => {
  for (const n of [6, 7]) await tellOf(n);
  expect(await hearAll(['old.first', 'old.second'])).toEqual({
    'old.first': [4, 5, 6, 7],
    'old.second': [1, 2, 3, 4, 5, 6, 7],
  });
  expect(await hearAll(['old.first', 'old.second'])).toEqual({ 'old.first': [], 'old.second': [] });
});

it('has the named skills of its vehicles in rows of their own, keeps cooling, and drops what nobody named', async () => {
  const moved = (await db('vehicle_skill').select('vehicle_id', 'code').orderBy('code')) as object[];
  expect(moved).toEqual([
    { vehicle_id: FULL, code: 'lift' },
    { vehicle_id: FULL, code: 'two_person' },
  ]);
  const kept = (await db('vehicle').select('vehicle_id', 'skills')) as { vehicle_id: string; skills: string[] }[];
  expect(Object.fromEntries(kept.map(({ vehicle_id, skills }) => [vehicle_id, skills]))).toEqual({
    [FULL]: ['chilled', 'frozen'],
    [COLD]: ['frozen'],
    [PLAIN]: [],
    [GONE]: [],
  });
  const put = db('vehicle')
    .where({ vehicle_id: PLAIN })
    .update({ skills: ['lift'] });
  await expect(put).rejects.toThrow('vehicle_skills_check');
});
