import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../src/platform/ids.ts';
import type { Role } from '../../src/platform/work.ts';
import { must } from '../modules/packing/floor.ts';
import { openGround, type Ground } from '../support/goods.ts';
import { refused } from '../support/refused.ts';
import { PASSWORD, startServer, type Person, type TestServer } from '../support/server.ts';

let server: TestServer;
let here: Ground;
let there: Ground;
/** Of the one site. */
let manager: Person;

beforeAll(async () => {
  server = await startServer();
  here = await openGround(server);
  there = await openGround(server);
  manager = await at('manager', [here.siteId]);
});
afterAll(() => server.close());

/** Somebody who works at these sites alone. */
async function at(role: Role, siteIds: string[], more: { sellerId?: string } = {}) {
  const login = `${role}-${newId().slice(-8)}`;
  const person = await server.as(role, { login, ...more });
  await must(here.admin.post(`/v1/users/${person.userId}/role`, { role, siteIds, ...more }));
  return { ...person, login };
}
const signIn = async ({ login }: { login: string }) =>
  (await server.anyone.post('/v1/sign-in', { login, password: PASSWORD })).status;

/** What gives a way in, or takes one away. */
const ways: [way: string, body?: object][] = [
  ['pin'],
  ['password'],
  ['sign-out'],
  ['state', { state: 'blocked' }],
  ['badge', { badge: 'BADGE-TAKEN' }],
  ['role', { role: 'picker', siteIds: [] }],
];

describe('somebody who works at another site, too', () => {
  it.each(ways)('is not given another %s by a manager of one of them, and goes on as before', async (way, body) => {
    const colleague = await at('manager', [here.siteId, there.siteId]);
    const path = `/v1/users/${colleague.userId}/${way}`;
    await refused(manager.post(path, body), 403, 'not_allowed');
    expect((await colleague.get('/v1/sessions')).status).toBe(200);
    expect(await signIn(colleague)).toBe(200);
    const kept = await must(here.admin.get(`/v1/account-events?userId=${colleague.userId}`));
    expect(kept.events.map(({ what }: { what: string }) => what)).toEqual(['role_granted']);
    const ofBoth = await at('manager', [here.siteId, there.siteId]);
    await must(ofBoth.post(path, way === 'role' ? { role: 'picker', siteIds: [here.siteId] } : body));
  });

  it('is nobody to a manager of neither', async () => {
    const stranger = await at('picker', [there.siteId]);
    for (const [way, body] of ways.slice(0, 5)) {
      await refused(manager.post(`/v1/users/${stranger.userId}/${way}`, body), 404, 'user_not_found');
    }
  });
});

/** Asks for an account with a password that nobody guesses. */
const open = (by: Person, more: object) =>
  by.post('/v1/users', { login: `new-${newId().slice(-8)}`, password: 'seven wet herons', ...more });

describe('an account of a seller, which sees what he has at every site', () => {
  it.each(['seller', 'channel'] as const)('is given no way in by a manager of some sites (%s)', async (role) => {
    const { siteId, sellerId } = here;
    const more = { role, siteIds: [siteId], sellerId };
    expect(await refused(open(manager, more), 403, 'seller_everywhere')).toMatchObject({ field: 'role' });
    await refused(open(manager, { ...more, siteIds: [] }), 403, 'not_allowed');
    const worker = await at('picker', [siteId]);
    await refused(manager.post(`/v1/users/${worker.userId}/role`, more), 403, 'seller_everywhere');
    const { userId } = await at(role, [siteId], { sellerId });
    await refused(manager.post(`/v1/users/${userId}/password`), 403, 'seller_everywhere');
    if (role === 'channel') {
      await refused(manager.post('/v1/channel-keys', { userId, name: 'mine' }), 403, 'seller_everywhere');
    }
    const ofAll = await at('manager', [siteId, there.siteId]);
    await must(open(ofAll, more));
    await must(ofAll.post(`/v1/users/${userId}/password`));
  });
});

describe('an account', () => {
  it('is opened at sites and for a seller that there are, and changed to no others', async () => {
    const { admin, sellerId } = here;
    const { userId } = await at('picker', [here.siteId]);
    for (const [more, code] of [
      [{ role: 'picker', siteIds: [here.siteId, newId()] }, 'site_not_found'],
      [{ role: 'seller', siteIds: [newId()], sellerId }, 'site_not_found'],
      [{ role: 'seller', siteIds: [], sellerId: newId() }, 'seller_not_found'],
    ] as const) {
      await refused(open(admin, more), 404, code);
      await refused(admin.post(`/v1/users/${userId}/role`, more), 404, code);
    }
  });

  it('has a site where a manager opens it', async () => {
    await refused(open(manager, { role: 'picker', siteIds: [] }), 403, 'not_allowed');
    await must(open(manager, { role: 'picker', siteIds: [here.siteId] }));
  });
});

describe('what is done to an account', () => {
  const CHOSEN = 'seven wet herons';
  type Doing = [what: string, door: string, isUndone: (one: Person & { login: string }) => Promise<boolean>];
  const asBefore = async ({ login }: { login: string }) => (await signIn({ login })) === 200;
  const hasNoPin = async ({ userId }: Person) =>
    (await must(here.admin.get('/v1/users'))).users.find((user: { userId: string }) => user.userId === userId).pin ===
    null;
  const doings: Doing[] = [
    ['password_changed', '/v1/password', asBefore],
    ['pin_chosen', '/v1/pin', hasNoPin],
    ['password_chosen', '/v1/sign-in', async () => true],
    ['pin_chosen', '/v1/sign-in/pin', async () => true],
  ];

  it.each(doings)('is not done where the record of it is lost: %s by %s', async (what, door, isUndone) => {
    const one = await at('picker', [here.siteId]);
    const ask = await asking(door, one);
    await server.db.raw(`ALTER TABLE account_event ADD CONSTRAINT cut CHECK (what <> '${what}') NOT VALID`);
    expect((await ask()).status).toBe(500);
    await server.db.raw('ALTER TABLE account_event DROP CONSTRAINT cut');
    expect(await isUndone(one)).toBe(true);
    // what it took is good still: a code, a PIN or a password that was replaced without a record would be gone
    await must(ask());
    const { events } = await must(here.admin.get(`/v1/account-events?userId=${one.userId}&limit=2`));
    // a sign-in by PIN is noted after it
    const last = events.filter((event: { what: string }) => event.what !== 'signed_in_by_pin')[0];
    expect(last).toMatchObject({ what, actorId: one.userId });
  });

  /** The request by which a password or PIN is chosen at a door. */
  async function asking(door: string, one: Person & { login: string }) {
    const { login } = one;
    if (door === '/v1/password') return () => one.post(door, { password: PASSWORD, newPassword: CHOSEN });
    if (door === '/v1/pin') return () => one.post(door, { pin: '271828' });
    if (door === '/v1/sign-in') {
      const { code } = await must(here.admin.post(`/v1/users/${one.userId}/password`));
      return () => server.anyone.post(door, { login, password: code, newPassword: CHOSEN });
    }
    const { pin } = await must(here.admin.post(`/v1/users/${one.userId}/pin`));
    const { code } = await must(here.admin.post('/v1/devices', { siteId: here.siteId, name: 'Handheld' }));
    const { deviceId, deviceKey } = await must(here.admin.post('/v1/devices/enrol', { code, deviceId: newId() }));
    return () => server.anyone.post(door, { deviceId, deviceKey, login, pin, newPin: '271828' });
  }
});
