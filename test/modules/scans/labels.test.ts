import { afterAll, beforeAll, expect, it } from 'vitest';
import { addItem, openGround, stow, type Goods, type Ground } from '../../support/goods.ts';
import { scanRefused } from '../../support/refused.ts';
import { startServer, type Person, type TestServer } from '../../support/server.ts';
import { workerAt } from '../waves/floor.ts';

let server: TestServer;
let ground: Ground;
let counter: Person;
let goods: Goods;
beforeAll(async () => {
  server = await startServer();
  ground = await openGround(server);
  counter = await workerAt(server, ground);
  goods = await addItem(ground);
  await stow(ground, goods.itemId, ground.bins[0]!, 3);
  expect((await counter.scan('count', ground.bins[0]!)).ok).toBe(true);
});
afterAll(() => server.close());

const GTIN = '0106291041500213';

/** What a scanner delivers, why it is refused. */
const labels: [what: string, code: string, why: string][] = [
  ['nothing', '', 'scan_unreadable'],
  ['more than any label holds', 'A'.repeat(201), 'scan_unreadable'],
  ['a control character', 'LPN\u00070000001', 'scan_unreadable'],
  ['full-width digits', '８８０１２３４５６７８９３', 'scan_unreadable'],
  ['a wrong check digit', '8801112223338', 'gs1_check_digit'],
  ['a wrong check digit of an SSCC', '00106141411928374651', 'gs1_check_digit'],
  ['30 February', `]C1${GTIN}17260230`, 'gs1_date'],
  ['a lot that may have swallowed its date', `]C1${GTIN}10ABC17261231`, 'gs1_ambiguous'],
];

it.each(labels)('a label with %s is refused with its reason, and counts for nothing', async (_, code, why) => {
  await scanRefused(counter, ['count', code], why);
});

it.each([0, -1, 1.5, 1e9, '12 ', '１２', 'ten'])('a quantity of %j is refused (qty_invalid)', async (quantity) => {
  await scanRefused(counter, ['count', goods.barcode, { quantity }], 'qty_invalid');
});

it('takes day 00 of a date as the last of its month, and goes on after all of these', async () => {
  const dated = await counter.scan('count', `]C1${GTIN}17260200`);
  // read: it is only nobody's item
  expect(dated.refusal?.code).toBe('item_unknown');
  const verdict = await counter.scan('count', goods.barcode, { quantity: 3 });
  expect(verdict.step.show.lines).toMatchObject([{ value: '3' }]);
  expect((await counter.scan('count', ground.bins[0]!)).step.show.notice).toContain('as in the books');
});
