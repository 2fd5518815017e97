import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { io } from 'socket.io-client';
import { ConfigError, readConfig } from '../../src/platform/config.ts';
import { newId } from '../../src/platform/ids.ts';
import { addressOf, Limit, limitsOf, networkOf, usualRates, type Rates } from '../../src/platform/rateLimit.ts';
import { openGround } from '../support/goods.ts';
import { PASSWORD, startServer, type Answer, type TestServer } from '../support/server.ts';

const config = (more: Record<string, string>) => readConfig({ SECRET_KEY: '0'.repeat(64), ...more });

describe('a limit', () => {
  it('lets a burst through, then as many a second as it says, whatever the clock of the floor says', () => {
    let now_s = 100;
    const limit = new Limit({ perSecond: 10, burst: 20 }, () => now_s);
    const through = (asked: number) =>
      Array.from({ length: asked }, () => limit.take('a')).filter((s) => s === 0).length;
    expect(through(50)).toBe(20);
    expect(limit.take('a')).toBeCloseTo(0.1);
    expect(limit.take('b')).toBe(0);
    for (let second = 0; second < 5; second += 1) {
      now_s += 1;
      expect(through(50)).toBe(10);
    }
    now_s += 1000;
    expect(through(50)).toBe(20);
  });

  it('gives back what was taken in vain', () => {
    const limit = new Limit({ perSecond: 1, burst: 2 }, () => 0);
    for (let turn = 0; turn < 100; turn += 1) {
      expect(limit.take('a')).toBe(0);
      limit.giveBack('a');
    }
    expect([limit.take('a'), limit.take('a'), limit.take('a') > 0]).toEqual([0, 0, true]);
  });

  it('remembers a bounded number of names, those without debts not at all', () => {
    let now_s = 0;
    const limit = new Limit({ perSecond: 1, burst: 2 }, () => now_s);
    for (let name = 0; name < 150_000; name += 1) limit.take(`name ${name}`);
    expect(limit.names).toBeLessThanOrEqual(100_000);
    now_s = 60;
    for (let name = 0; name < 60_000; name += 1) limit.take(`other ${name}`);
    expect(limit.names).toBeLessThanOrEqual(60_001);
  });
});

describe('where a request came from', () => {
  it.each([
    ['nobody’s word, without a trusted proxy', 0, 'fake, 1.1.1.1', '9.9.9.9'],
    ['the last word, of the one trusted proxy', 1, 'fake, 1.1.1.1', '1.1.1.1'],
    ['the word of the outer of two', 2, 'fake, 1.1.1.1, 2.2.2.2', '1.1.1.1'],
    ['the only word, where fewer came than are trusted', 2, '1.1.1.1', '1.1.1.1'],
    ['the connection, where no word came', 1, undefined, '9.9.9.9'],
  ])('is %s', (_, proxies, forwarded, address) => {
    expect(addressOf('9.9.9.9', forwarded, proxies)).toBe(address);
  });
});

describe('the name under which an address is limited', () => {
  it.each([
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2::99', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['[2001:db8:1:2::7]:443', '2001:db8:1:2::/64'],
    ['::ffff:10.0.0.1', '10.0.0.1'],
    ['::FFFF:a00:1', '10.0.0.1'],
    ['10.0.0.1', '10.0.0.1'],
    ['no address', 'no address'],
  ])('of %s is %s', (address, name) => {
    expect(networkOf(address)).toBe(name);
  });
});

describe('the limits’ configuration', () => {
  it('is generous where the floor works, and off as a whole or one by one', () => {
    expect(config({}).rates).toEqual(usualRates);
    expect(usualRates.token).toBeGreaterThanOrEqual(1000);
    const off = { token: 0, address: 0, costly: 0, wrong_perMinute: 0 };
    expect(config({ RATE_LIMITS: 'off' }).rates).toEqual(off);
    expect(config({ RATE_PER_TOKEN: '0', RATE_WRONG_SIGN_INS: '7' }).rates).toEqual({
      ...usualRates,
      token: 0,
      wrong_perMinute: 7,
    });
    expect(limitsOf(off)).toEqual({ token: undefined, address: undefined, costly: undefined, wrong: undefined });
    for (const [name, value] of [
      ['RATE_LIMITS', 'maybe'],
      ['RATE_PER_TOKEN', '-1'],
      ['TRUSTED_PROXIES', 'all'],
    ] as const) {
      expect(() => config({ [name]: value })).toThrow(ConfigError);
      expect(() => config({ [name]: value })).toThrow(new RegExp(`^${name}: got`));
    }
  });
});

let server: TestServer;
let now_s = 0;
const rates: Rates = { token: 5, address: 100, costly: 1, wrong_perMinute: 6 };

beforeAll(async () => {
  server = await startServer(undefined, undefined, {
    limits: limitsOf(rates, () => now_s),
    trustedProxies: 1,
    metricsFrom: config({ METRICS_FROM: '10.20.0.0/16, fd00:1::/32,192.0.2.7' }).metricsFrom,
  });
  await openGround(server);
});
afterAll(() => server.close());

const anew = () => (now_s += 10_000);
const tally = (answers: Answer[]) => {
  const found: Record<number, number> = {};
  for (const { status } of answers) found[status] = (found[status] ?? 0) + 1;
  return found;
};
const times = <T>(count: number, ask: (at: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, at) => ask(at)));

describe('too many requests (ASVS 2.4.1)', () => {
  it('by one token are answered 429 with the stable code and when to come again, and write nothing', async () => {
    anew();
    const [one, other] = [await server.as('manager'), await server.as('manager')];
    const answers = await times(14, () => one.get('/v1/sites'));
    expect(tally(answers)).toEqual({ 200: 10, 429: 4 });
    const refused = answers.find(({ status }) => status === 429)!;
    expect(refused.body.error).toMatchObject({ code: 'too_many_requests', requestId: expect.any(String) });
    expect(refused.headers.get('retry-after')).toBe('1');
    expect((await other.get('/v1/sites')).status).toBe(200);
    const kept = await server.db('refused_request').where({ code: 'too_many_requests' });
    expect(kept).toEqual([]);
    now_s += 1;
    expect(tally(await times(7, () => one.get('/v1/sites')))).toEqual({ 200: 5, 429: 2 });
  });

  it('from one address are refused before anybody is asked who it is, told apart behind a trusted proxy', async () => {
    anew();
    const from = (address: string) =>
      server.anyone.post('/v1/sign-out', {}, { 'x-forwarded-for': `spoofed, ${address}` });
    expect(tally(await times(205, () => from('10.0.0.1')))).toEqual({ 401: 200, 429: 5 });
    expect((await from('10.0.0.2')).status).toBe(401);
    // whoever has an IPv6 address has the 2^64 beside it
    expect(tally(await times(205, (at) => from(`2001:db8:0:1::${at.toString(16)}`)))).toEqual({ 401: 200, 429: 5 });
    expect((await from('2001:db8:0:2::1')).status).toBe(401);
  });

  it('by lists of scans are as many as they have scans', async () => {
    const list = (scans: number) => {
      const [deviceId, at] = [newId(), server.clock.now().toISOString()];
      return Array.from({ length: scans }, (_, seq) => ({
        deviceId,
        seq: seq + 1,
        at,
        code: 'DOCK-1',
        source: 'wedge',
        flow: 'look',
      }));
    };
    anew();
    const one = await server.as('receiver');
    expect((await one.post('/v1/scans', list(8))).body).toHaveLength(8);
    expect(tally(await times(4, () => one.post('/v1/scans', list(1))))).toEqual({ 200: 2, 429: 2 });
    // one that is longer than any burst is let through once nothing is owed, and paid for afterwards
    now_s += 2;
    expect((await one.post('/v1/scans', list(30))).status).toBe(200);
    now_s += 4;
    expect((await one.post('/v1/scans', list(1))).status).toBe(429);
    now_s += 1;
    expect((await one.post('/v1/scans', list(1))).status).toBe(200);
  });

  it('at a door that keeps a processor busy are fewer', async () => {
    anew();
    const dispatcher = await server.as('dispatcher');
    const problem = { vehicles: [{ id: 1, start: [0, 0] }], jobs: [] };
    expect(tally(await times(6, () => dispatcher.post('/v1/solve/routes', problem)))).toMatchObject({ 429: 2 });
  });

  it('are refused scan by scan on a socket, which stays open', async () => {
    anew();
    const { token } = await server.as('receiver');
    const deviceId = newId();
    const socket = io(server.url, { transports: ['websocket'], auth: { token, deviceId } });
    await new Promise<void>((ready, fail) => socket.once('connect', ready).once('connect_error', fail));
    const at = server.clock.now().toISOString();
    const scan = (seq: number) =>
      socket.emitWithAck('scan', { deviceId, seq, at, code: 'DOCK-1', source: 'wedge', flow: 'look' }) as Promise<{
        refusal?: { code: string };
      }>;
    const codes = (await times(13, (seq) => scan(seq + 1))).map(({ refusal }) => refusal?.code);
    expect(codes.filter((code) => code === 'too_many_requests')).toHaveLength(3);
    expect(socket.connected).toBe(true);
    socket.close();
  });
});

describe('wrong passwords from one address (ASVS 6.3.1)', () => {
  const guess = (login: string, password: string, address: string) =>
    server.anyone.post('/v1/sign-in', { login, password }, { 'x-forwarded-for': address });

  it('over many accounts come to an end, and right ones count for nothing', async () => {
    anew();
    await server.as('picker', { login: 'early-bird' });
    expect(tally(await times(30, () => guess('early-bird', PASSWORD, '10.0.1.1')))).toEqual({ 200: 30 });
    const wrong = await times(55, (at) => guess(`sprayed-${at}`, 'Winter2026!', '10.0.1.1'));
    expect(tally(wrong)).toEqual({ 401: 48, 429: 7 });
    expect((await guess('early-bird', PASSWORD, '10.0.1.1')).body.error.code).toBe('too_many_requests');
    expect((await guess('early-bird', PASSWORD, '10.0.1.2')).status).toBe(200);
    now_s += 60;
    expect((await guess('early-bird', PASSWORD, '10.0.1.1')).status).toBe(200);
  });

  it('are counted together over the addresses of one IPv6 network', async () => {
    anew();
    const wrong = await times(55, (at) => guess(`sixth-${at}`, 'Winter2026!', `2001:db8::${at.toString(16)}`));
    expect(tally(wrong)).toEqual({ 401: 48, 429: 7 });
  });
});

describe('the metrics', () => {
  const asked = async (address?: string) => {
    const headers: Record<string, string> = address === undefined ? {} : { 'x-forwarded-for': address };
    const answer = await fetch(`${server.url}/metrics`, { headers });
    const text = await answer.text();
    expect(text.includes('process_cpu')).toBe(answer.status === 200);
    return answer.status;
  };

  it.each([
    [undefined, 200],
    ['127.0.0.1', 200],
    ['::1', 200],
    ['10.20.255.1', 200],
    ['::ffff:10.20.3.4', 200],
    ['[fd00:1:2::3]:9100', 200],
    ['192.0.2.7:51000', 200],
    ['10.21.0.1', 403],
    ['192.0.2.8', 403],
    ['fd00:2::1', 403],
    ['nobody', 403],
    // what was there before the proxy, anybody can write
    ['10.20.0.1, 198.51.100.9', 403],
  ])('are told to the own machine and the networks that were named: from %s %i', async (address, status) => {
    expect(await asked(address)).toBe(status);
  });
});
