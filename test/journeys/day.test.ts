import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runAudit } from '../../src/commands/audit/run.ts';
import { closingOf } from '../../src/commands/day/closing.ts';
import type { DayFigures } from '../../src/commands/day/figures.ts';
import { playSmallDay, type SmallDay } from '../support/day.ts';

const seed = Number(process.env['SEED'] ?? 1);
/** With fewer no van has enough doors for all that may happen on the road. */
const ORDERS = 36;

describe(`a working day of ${ORDERS} orders (seed ${seed})`, () => {
  let day: SmallDay;
  let figures: DayFigures;

  beforeAll(async () => {
    day = await playSmallDay(seed, { orders: ORDERS, shortRate: 0.3 });
    figures = closingOf(day.played, {
      audit: await runAudit(day.server.db),
      appCpu_s: 0,
      databaseCpu_s: null,
      wall_s: 1,
    });
  });
  afterAll(() => day?.server.close());

  const count = async (query: string) =>
    (await day.server.db.raw(`SELECT count(*)::int AS n ${query}`)).rows[0].n as number;

  it('has something of everything: deliveries, cancels, short picks and the counts that follow them', async () => {
    expect(figures.orders.byOutcome['delivered']).toBeGreaterThan(0);
    expect(figures.orders.byOutcome['cancelled']).toBeGreaterThan(0);
    expect(await count(`FROM pick_task WHERE state = 'short'`)).toBeGreaterThan(0);
    expect(await count(`FROM count_request WHERE state = 'done'`)).toBeGreaterThan(0);
    const placed = day.played.books.endings.filter(({ note }) => note.orderId !== undefined);
    expect(await count(`FROM customer_order`)).toBe(placed.length);
    expect(day.played.books.endings.length).toBe(ORDERS);
  });

  it('races drivers for shifts: each goes to one of the two who want it', () => {
    expect(figures.offers).toEqual({ made: 3, raced: 3, taken: 3, gone: 3 });
  });

  it('takes a phone’s word for it that its driver is at the door', () => {
    expect(figures.byFence).toBeGreaterThan(0);
  });

  it('promises every order by the next delivery of the zone in which its address lies', () => {
    const placed = day.played.books.endings.filter(({ note }) => note.orderId !== undefined);
    expect(figures.dispatch.zonePromises).toBe(placed.length);
  });

  it('closes its books: what came in is on hand, on the road, delivered or known to be lost', () => {
    expect(figures.units.closed, JSON.stringify(figures.units)).toBe(true);
    expect(figures.units.delivered).toBeGreaterThan(0);
  });

  it('has everything of the road: locks, a new plan after a delay, soft windows, a second trip, a load in reverse, a door tried again', () => {
    expect(Object.entries(figures.dispatch).filter(([, times]) => times === 0)).toEqual([]);
  });

  it('leaves no row that an invariant forbids', () => {
    expect(figures.audit.failed).toEqual([]);
    expect(figures.audit.clean).toBe(true);
  });

  it('refuses people at work only what a cancel or a count has overtaken', () => {
    // a count took the units away, the order was cancelled, the screen has moved on, somebody else closed the receipt
    const overtaken = /: (allocation_ended|order_cancelled|scan_expected|shipment_state)$/;
    expect(day.played.stage.notes.problems.filter((problem) => !overtaken.test(problem))).toEqual([]);
  });

  it('tells of every order that did not end well what caused it and what comes next', () => {
    expect(figures.troubles.filter(({ cause, next }) => cause === '' || next === '')).toEqual([]);
  });

  it('hands every delivered parcel over with a proof, and its customer can see it', async () => {
    const { rows } = (await day.server.db.raw(
      `SELECT t.token, num_nonnulls(s.photo_id, s.signature_id, s.door_code) AS proofs
         FROM parcel p JOIN tracking t USING (site_id, parcel_id)
         LEFT JOIN stop_parcel x ON x.parcel_id = p.parcel_id AND x.state = 'delivered' LEFT JOIN stop s USING (stop_id)
        WHERE p.state = 'delivered'`,
    )) as { rows: { token: string; proofs: number }[] };
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.filter(({ proofs }) => proofs === 0)).toEqual([]);
    const page = await fetch(`${day.server.url}/t/${rows[0]!.token}`);
    expect(page.status).toBe(200);
    expect((await page.text()).toLowerCase()).toContain('delivered');
  });

  it('takes every scan over a socket, once', async () => {
    const { notes } = day.played.stage;
    expect(notes.scans).toBeGreaterThan(100);
    expect(await count('FROM scan')).toBe(notes.scans);
    expect([...notes.byFlow.keys()].sort()).toEqual(
      expect.arrayContaining(['deliver', 'load', 'pack', 'pick', 'putAway', 'receive']),
    );
    const metrics = await (await fetch(`${day.server.url}/metrics`)).text();
    expect(metrics).not.toMatch(/method="POST",route="\/v1\/scans"/);
  });
});
