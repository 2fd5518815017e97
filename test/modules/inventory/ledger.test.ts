import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runAudit } from '../../../src/commands/audit/run.ts';
import {
  allocate,
  binPlace,
  breakAllocation,
  CUSTOMER,
  holdUnits,
  linesOfPromise,
  post,
  promise,
  reducePromise,
  settle,
  totePlace,
} from '../../../src/inventory/index.ts';
import { newId } from '../../../src/platform/ids.ts';
import { change } from '../../../src/platform/sql.ts';
import { transact } from '../../../src/platform/transact.ts';
import { system, type Work } from '../../../src/platform/work.ts';
import type { Outcome } from '../../../src/platform/errors.ts';
import { addItem, openGround, stockOf, stow, type Ground } from '../../support/goods.ts';
import { startServer, type TestServer } from '../../support/server.ts';

let server: TestServer;
let ground: Ground;

beforeAll(async () => {
  server = await startServer();
  ground = await openGround(server);
});
afterAll(async () => {
  const audit = await runAudit(server.db);
  await server.close('units are allocated to orders that were never placed');
  // these tests allocate for orders that no order module knows
  expect(audit.invariants.filter(({ module, rows }) => module === 'inventory' && rows.length > 0)).toEqual([]);
});

const inWork = <T>(verb: (work: Work) => Promise<Outcome<T>>) =>
  transact(server.db, { actor: system, at: server.clock.now(), id: newId() }, verb);

async function must<T>(outcome: Promise<Outcome<T>>): Promise<T> {
  const got = await outcome;
  if (got.refused) throw new Error(got.refusal.code);
  return got.value;
}

async function allocated(quantity: number, inBin: number) {
  const { itemId } = await addItem(ground);
  const binCode = ground.bins[0]!;
  await stow(ground, itemId, binCode, inBin);
  const { siteId, sellerId } = ground;
  const orderId = newId();
  const { promiseId } = await must(
    inWork((work) =>
      promise(work, {
        siteId,
        sellerId,
        channel: 'mall',
        mall: '',
        externalId: orderId,
        lines: [{ itemId, quantity }],
      }),
    ),
  );
  const demand = { sellerId, orderId, lineNo: 1, promiseId, itemId, quantity };
  const { allocations, short } = await must(inWork((work) => allocate(work, { siteId, lines: [demand] })));
  return { itemId, binCode, promiseId, allocations, short };
}

describe('the ledger', () => {
  it('refuses to move more than lies there and leaves nothing half done', async () => {
    const { itemId } = await addItem(ground);
    const [a, b] = ground.bins as [string, string];
    await stow(ground, itemId, a, 5);
    const { siteId, sellerId } = ground;
    const move = (quantity: number) =>
      inWork((work) =>
        post(work, {
          siteId,
          kind: 'move',
          legs: [{ sellerId, itemId, from: binPlace(a), to: binPlace(b), quantity }],
        }),
      );
    const refused = await move(6);
    expect(refused).toMatchObject({ refused: true, refusal: { code: 'not_enough_at_place' } });
    expect((await move(5)).refused).toBe(false);
    const places = await ground.admin.get(`/v1/stock/places?siteId=${siteId}&itemId=${itemId}`);
    expect(places.body.places).toMatchObject([{ place: binPlace(b), quantity: 5 }]);
  });

  it('never goes below zero when fifty take from one bin at once', async () => {
    const { itemId } = await addItem(ground);
    const [a, b] = ground.bins as [string, string];
    await stow(ground, itemId, a, 20);
    const { siteId, sellerId } = ground;
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, () =>
        inWork((work) =>
          post(work, {
            siteId,
            kind: 'move',
            legs: [{ sellerId, itemId, from: binPlace(a), to: binPlace(b), quantity: 1 }],
          }),
        ),
      ),
    );
    expect(outcomes.filter((outcome) => !outcome.refused)).toHaveLength(20);
  });

  it('keeps allocated units from being moved away', async () => {
    const { itemId, binCode } = await allocated(4, 5);
    const { siteId, sellerId } = ground;
    const other = binPlace(ground.bins[1]!);
    const move = (quantity: number) =>
      inWork((work) =>
        post(work, {
          siteId,
          kind: 'move',
          legs: [{ sellerId, itemId, from: binPlace(binCode), to: other, quantity }],
        }),
      );
    expect((await move(2)).refused).toBe(true);
    expect((await move(1)).refused).toBe(false);
  });

  it('follows units from promise to tote to customer', async () => {
    const { itemId, allocations } = await allocated(3, 5);
    const { siteId, sellerId } = ground;
    expect(await stockOf(ground, itemId)).toMatchObject({ onHand: 5, promised: 0, allocated: 3, available: 2 });
    const { allocationId } = allocations[0]!;
    await must(inWork((work) => settle(work, { siteId, allocationId, quantity: 2, to: totePlace('TOTE-1') })));
    const over = await inWork((work) => settle(work, { siteId, allocationId, quantity: 2, to: totePlace('TOTE-1') }));
    expect(over).toMatchObject({ refusal: { code: 'over_pick', expected: 1 } });
    await must(inWork((work) => settle(work, { siteId, allocationId, quantity: 1, to: totePlace('TOTE-1') })));
    expect(await stockOf(ground, itemId)).toMatchObject({ onHand: 5, allocated: 3, available: 2 });
    await must(
      inWork((work) =>
        post(work, {
          siteId,
          kind: 'ship',
          legs: [{ sellerId, itemId, from: totePlace('TOTE-1'), to: CUSTOMER, quantity: 3 }],
        }),
      ),
    );
    expect(await stockOf(ground, itemId)).toMatchObject({ onHand: 2, promised: 0, allocated: 0, available: 2 });
  });

  it('takes units of an allocation from their place or fails, with nothing half done', async () => {
    const { itemId, allocations } = await allocated(3, 5);
    const { siteId } = ground;
    const { allocationId } = allocations[0]!;
    const lost = inWork(async (work) => {
      await change(work.tx, `UPDATE balance SET allocated = 0 WHERE item_id = :itemId::uuid`, { itemId });
      return settle(work, { siteId, allocationId, quantity: 2, to: totePlace('TOTE-2') });
    });
    await expect(lost).rejects.toMatchObject({ code: 'P0004', message: 'not_enough_at_place' });
    expect(await stockOf(ground, itemId)).toMatchObject({ onHand: 5, allocated: 3, available: 2 });
    expect(await server.db('ledger').where({ item_id: itemId, kind: 'pick' })).toEqual([]);
    await must(inWork((work) => settle(work, { siteId, allocationId, quantity: 3, to: totePlace('TOTE-2') })));
  });

  it('gives the rest of a broken allocation back to its promise, or sets it free', async () => {
    const kept = await allocated(3, 3);
    const { siteId } = ground;
    await must(
      inWork((work) =>
        breakAllocation(work, { siteId, allocationId: kept.allocations[0]!.allocationId, to: 'promise' }),
      ),
    );
    expect(await stockOf(ground, kept.itemId)).toMatchObject({ promised: 3, allocated: 0, available: 0 });
    const freed = await allocated(3, 3);
    await must(
      inWork((work) => breakAllocation(work, { siteId, allocationId: freed.allocations[0]!.allocationId, to: 'free' })),
    );
    expect(await stockOf(ground, freed.itemId)).toMatchObject({ promised: 0, allocated: 0, available: 3 });
  });

  it('breaks what rests on held units in the same transaction and says whose promise it was', async () => {
    const { itemId, binCode, promiseId } = await allocated(4, 5);
    const { siteId } = ground;
    const held = await must(
      inWork((work) => holdUnits(work, { siteId, place: binPlace(binCode), itemId, quantity: 3, reason: 'recall' })),
    );
    expect(held.shed).toMatchObject([{ promiseId, itemId, quantity: 2 }]);
    expect(await stockOf(ground, itemId)).toMatchObject({
      onHand: 5,
      held: 3,
      promised: 2,
      allocated: 0,
      available: 0,
    });
  });

  it('takes the lot that expires first, and none that has expired', async () => {
    const { itemId } = await addItem(ground, { lotTracked: true, expiryTracked: true });
    const { siteId, sellerId } = ground;
    const lots = [
      ['OLD', '2026-11-01'],
      ['SOON', '2026-12-01'],
      ['LATE', '2027-06-01'],
    ] as const;
    for (const [at, [lot, expiry]] of lots.entries()) {
      await server.db.raw('INSERT INTO lot (seller_id, item_id, lot, expiry) VALUES (?, ?, ?, ?)', [
        sellerId,
        itemId,
        lot,
        expiry,
      ]);
      const leg = { sellerId, itemId, lot, from: 'supplier', to: binPlace(ground.bins[at]!), quantity: 4 };
      await must(inWork((work) => post(work, { siteId, kind: 'receive', legs: [leg] })));
    }
    const orderId = newId();
    const { promiseId } = await must(
      inWork((work) =>
        promise(work, {
          siteId,
          sellerId,
          channel: 'm',
          mall: '',
          externalId: orderId,
          lines: [{ itemId, quantity: 6 }],
        }),
      ),
    );
    const demand = { sellerId, orderId, lineNo: 1, promiseId, itemId, quantity: 6 };
    const { allocations } = await must(inWork((work) => allocate(work, { siteId, lines: [demand] })));
    expect(allocations.map(({ lot, quantity }) => [lot, quantity])).toEqual([
      ['SOON', 4],
      ['LATE', 2],
    ]);
  });

  it('allocates what is promised when it is written, though it was read as more', async () => {
    const { itemId } = await addItem(ground);
    await stow(ground, itemId, ground.bins[0]!, 10);
    const { siteId, sellerId } = ground;
    const orderId = newId();
    const asked = { siteId, sellerId, channel: 'm', mall: '', externalId: orderId, lines: [{ itemId, quantity: 6 }] };
    const { promiseId } = await must(inWork((work) => promise(work, asked)));
    let reads = 0;
    const { allocations } = await must(
      inWork(async (work) => {
        const [line] = await linesOfPromise(work.tx, siteId, promiseId);
        reads += 1;
        if (reads === 1) {
          await must(inWork((other) => reducePromise(other, { siteId, promiseId, itemId, quantity: 2 })));
        }
        const demand = { sellerId, orderId, lineNo: 1, promiseId, itemId, quantity: line!.open };
        return allocate(work, { siteId, lines: [demand] });
      }),
    );
    expect(reads).toBe(2);
    expect(allocations.map(({ quantity }) => quantity)).toEqual([4]);
    expect(await stockOf(ground, itemId)).toMatchObject({ allocated: 4, promised: 0 });
  });

  it('lets no two places hold one serial', async () => {
    const { itemId } = await addItem(ground, { serialTracked: true });
    const { siteId, sellerId } = ground;
    const receive = (bin: string) =>
      inWork((work) =>
        post(work, {
          siteId,
          kind: 'receive',
          legs: [{ sellerId, itemId, serial: 'SN1', from: 'supplier', to: binPlace(bin), quantity: 1 }],
        }),
      );
    expect((await receive(ground.bins[0]!)).refused).toBe(false);
    expect(await receive(ground.bins[1]!)).toMatchObject({ refusal: { code: 'serial_live' } });
  });

  it('lets an adjustment above the limit wait for a second person', async () => {
    const { itemId } = await addItem(ground);
    const { siteId } = ground;
    const binCode = ground.bins[0]!;
    const asked = await ground.manager.post('/v1/stock/adjustments', {
      siteId,
      binCode,
      itemId,
      quantity: 1001,
      reason: 'found',
    });
    expect(asked.body.state).toBe('waiting');
    expect(await stockOf(ground, itemId)).toBeUndefined();
    const path = `/v1/stock/adjustments/${asked.body.adjustmentId}/decide`;
    const alone = await ground.manager.post(path, { approve: true });
    expect(alone.body.error.code).toBe('second_person_needed');
    const second = await server.as('manager');
    expect((await second.post(path, { approve: true })).body.state).toBe('posted');
    expect(await stockOf(ground, itemId)).toMatchObject({ onHand: 1001 });
  });
});
