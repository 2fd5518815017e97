import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columns, type Column } from '../../../src/orders/columns.shared.ts';
import { endStates, moveUnits, nextStepOf, planCancel, stateOf, totalsOf } from '../../../src/orders/rules.ts';
import type { Line, Order } from '../../../src/orders/rules.ts';

const emptyLine: Omit<Line, Column> = { lineNo: 1, itemId: 'item', code: null, promiseId: null, ordered: 0 };

function orderWith(units: Partial<Record<Column, number>>[], more: Partial<Order> = {}): Order {
  const lines = units.map((given, at) => {
    const held = Object.fromEntries(columns.map((column) => [column, given[column] ?? 0])) as Record<Column, number>;
    const ordered = columns.reduce((sum, column) => sum + held[column], 0);
    return { ...emptyLine, ...held, lineNo: at + 1, ordered };
  });
  const head = { sellerId: 's', orderId: 'o', siteId: 'site', channel: 'c', mall: '', externalId: 'x', version: 1 };
  const times = { paidAt: new Date(0), payBy: null, promiseBy: new Date(0), cancelAskedAt: null };
  const zone = { zoneId: null, carrier: null, paused: null };
  return { ...head, ...times, ...zone, state: 'received', recipient: 1, cancelCause: null, lines, ...more };
}

const anyOrder = fc
  .array(
    fc.record(Object.fromEntries(columns.map((column) => [column, fc.nat(3)])) as Record<Column, fc.Arbitrary<number>>),
    {
      minLength: 1,
      maxLength: 4,
    },
  )
  .filter((lines) => lines.every((line) => columns.some((column) => line[column] > 0)))
  .map((lines) => orderWith(lines));
const anyMove = fc.record({
  sellerId: fc.constant('s'),
  orderId: fc.constant('o'),
  lineNo: fc.integer({ min: 1, max: 4 }),
  from: fc.constantFrom(...columns),
  to: fc.constantFrom(...columns),
  quantity: fc.integer({ min: 1, max: 4 }),
});

describe('the units of an order', () => {
  it('are never lost, doubled or negative, whatever is moved', () => {
    fc.assert(
      fc.property(anyOrder, fc.array(anyMove, { maxLength: 12 }), (order, moves) => {
        const before = order.lines.map((line) => line.ordered);
        for (const move of moves) moveUnits(new Map([['o', order]]), [move]);
        order.lines.forEach((line, at) => {
          expect(columns.every((column) => line[column] >= 0)).toBe(true);
          expect(columns.reduce((sum, column) => sum + line[column], 0)).toBe(before[at]);
        });
      }),
    );
  });

  it('decide the state, which ends exactly when nothing is in work', () => {
    fc.assert(
      fc.property(anyOrder, (order) => {
        const t = totalsOf(order.lines);
        const open = t.waiting + t.back_ordered + t.promised + t.allocated + t.picked + t.packed + t.shipped;
        expect(endStates.includes(stateOf(order))).toBe(open === 0);
      }),
    );
  });

  it('leave every state with a next step or a good end', () => {
    fc.assert(
      fc.property(anyOrder, (order) => {
        const state = stateOf(order);
        const next = nextStepOf({ ...order, state }, order.lines);
        expect(next === 'none').toBe(state === 'delivered' || state === 'closed');
      }),
    );
  });

  it('go no further forward once the order is cancelled', () => {
    const order = orderWith([{ allocated: 1, picked: 1 }], { cancelAskedAt: new Date(0), cancelCause: 'customer' });
    const move = { sellerId: 's', orderId: 'o', lineNo: 1, quantity: 1 };
    const pick = moveUnits(new Map([['o', order]]), [{ ...move, from: 'allocated', to: 'picked' }]);
    expect(pick).toMatchObject({ refused: true, refusal: { code: 'order_cancelled' } });
    expect(moveUnits(new Map([['o', order]]), [{ ...move, from: 'picked', to: 'cancelled' }]).refused).toBe(false);
  });

  it('come back to the stock when cancelled, unless somebody has them in hand', () => {
    fc.assert(
      fc.property(anyOrder, (order) => {
        const plan = planCancel(order);
        const t = totalsOf(order.lines);
        const free = plan.moves.reduce((sum, move) => sum + move.quantity, 0);
        expect(free).toBe(t.waiting + t.back_ordered + t.promised + t.allocated);
        expect(plan.answer === 'cancelled').toBe(t.picked + t.packed + t.shipped === 0);
      }),
    );
  });
});

describe('the state of an order', () => {
  const cases: [string, Order][] = [
    ['accepted', orderWith([{ waiting: 1 }], { paidAt: null })],
    ['shortfall', orderWith([{ waiting: 1 }])],
    ['back_ordered', orderWith([{ back_ordered: 1 }, { delivered: 1 }])],
    ['awaiting_address', orderWith([{ promised: 1 }], { recipient: null })],
    ['promised', orderWith([{ promised: 1 }, { back_ordered: 2 }])],
    ['released', orderWith([{ promised: 1 }, { allocated: 1 }])],
    ['allocated', orderWith([{ allocated: 1 }, { cancelled: 1 }])],
    ['picking', orderWith([{ allocated: 1 }, { picked: 1 }])],
    ['picked', orderWith([{ picked: 1 }, { back_ordered: 1 }, { packed: 1 }])],
    ['packed', orderWith([{ packed: 1 }, { shipped: 1 }])],
    ['shipped', orderWith([{ shipped: 1 }, { delivered: 1 }])],
    ['delivered', orderWith([{ delivered: 1 }, { cancelled: 1 }])],
    ['closed', orderWith([{ delivered: 1 }, { returned: 1 }])],
    ['cancelled', orderWith([{ cancelled: 1 }])],
    ['expired', orderWith([{ cancelled: 1 }], { paidAt: null, cancelCause: 'payment_expired' })],
  ];
  for (const [state, order] of cases) {
    it(`is ${state} where its units say so`, () => expect(stateOf(order)).toBe(state));
  }
});
