import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type Person, type TestServer } from '../../support/server.ts';

let server: TestServer;
let admin: Person;
beforeAll(async () => {
  server = await startServer();
  admin = await server.as('admin');
});
afterAll(() => server.close());

describe('a seller account', () => {
  it('is opened once, however often the same one is asked for', async () => {
    const first = await admin.post('/v1/sellers', { code: 'HANBIT', name: 'Hanbit Foods' });
    const again = await admin.post('/v1/sellers', { code: 'HANBIT', name: 'Hanbit Foods' });
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.body.sellerId).toBe(first.body.sellerId);
  });

  it('keeps its code to itself', async () => {
    await admin.post('/v1/sellers', { code: 'ONE', name: 'One' });
    const other = await admin.post('/v1/sellers', { code: 'ONE', name: 'Another' });
    expect([other.status, other.body.error.code, other.body.error.field]).toEqual([409, 'seller_code_taken', 'code']);
  });

  it('is all that a seller sees of the sellers', async () => {
    const { body } = await admin.post('/v1/sellers', { code: 'MINE', name: 'Mine' });
    await admin.post('/v1/sellers', { code: 'THEIRS', name: 'Theirs' });
    const seller = await server.as('seller', { sellerId: body.sellerId });
    const seen = await seller.get('/v1/sellers');
    expect(seen.body.sellers.map((one: { name: string }) => one.name)).toEqual(['Mine']);
    const everyone = await admin.get('/v1/sellers');
    expect(everyone.body.sellers.length).toBeGreaterThan(1);
  });

  it('keeps the terms that a change does not name', async () => {
    const { body } = await admin.post('/v1/sellers', {
      code: 'TERMS',
      name: 'Terms',
      terms: { overTolerance_pct: 10 },
    });
    const changed = await admin.patch(`/v1/sellers/${body.sellerId}`, { terms: { ownBins: true } });
    expect(changed.body.terms).toEqual({ overTolerance_pct: 10, ownBins: true });
    const absent = await admin.patch('/v1/sellers/01890000-0000-7000-8000-000000000000', { name: 'x' });
    expect([absent.status, absent.body.error.code]).toEqual([404, 'seller_not_found']);
  });

  it('takes on no goods while it is suspended', async () => {
    const { body } = await admin.post('/v1/sellers', { code: 'LATE', name: 'Late' });
    await admin.patch(`/v1/sellers/${body.sellerId}`, { state: 'suspended' });
    const item = { code: 'X', name: 'X', size_mm: [1, 1, 1], weight_g: 1, temperature: 'ambient', barcodes: [] };
    const refused = await admin.post('/v1/items', { sellerId: body.sellerId, ...item });
    expect([refused.status, refused.body.error.code]).toEqual([409, 'seller_suspended']);
  });
});
