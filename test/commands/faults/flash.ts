import { unguard, type Fault } from './plant.ts';

const audit = 'inventory/15_flash_sale_is_its_takes';
const SALE = '00000000-0000-7000-8000-00000000f1a5';
const CUSTOMER = `'\\x0123'`;

/** Promises come first that nothing was ever allocated for: one that was is still right once it has ended. */
const WHOLE_FIRST = `EXISTS (SELECT 1 FROM allocation a
  WHERE a.site_id = l.site_id AND a.promise_id = l.promise_id AND a.item_id = l.item_id), l.promise_id`;

/** An open sale of an item that something is promised of, which sold `sold` units and lets a customer have two. */
const sale = (sold: number, aside: 'set aside' | 'of all' = 'of all') => `${unguard('flash_sale')}
INSERT INTO flash_sale (site_id, sale_id, seller_id, item_id, starts_at, cap, set_aside, promise_id, sold, state, opened_by, at)
SELECT l.site_id, '${SALE}', p.seller_id, l.item_id, p.at, 2, ${aside === 'set aside' ? 'l.open, l.promise_id' : 'NULL, NULL'},
       ${sold}, 'open', '${SALE}', p.at
  FROM promise_line l JOIN promise p USING (site_id, promise_id) WHERE l.open > 0 ORDER BY ${WHOLE_FIRST}, l.item_id LIMIT 1;`;

const customer = (units: number) => `${unguard('flash_customer')}
INSERT INTO flash_customer (site_id, sale_id, customer, seller_id, cap, units)
SELECT site_id, sale_id, ${CUSTOMER}, seller_id, cap, ${units} FROM flash_sale WHERE sale_id = '${SALE}';`;

/** By a promise of the item, or by one that there is not. */
const take = (units: number, promise: 'promised' | 'unheard of' = 'promised') => `
INSERT INTO flash_take (site_id, promise_id, sale_id, seller_id, customer, units)
SELECT f.site_id, ${promise === 'promised' ? 'l.promise_id' : 'f.sale_id'}, f.sale_id, f.seller_id, ${CUSTOMER}, ${units}
  FROM flash_sale f JOIN promise_line l USING (site_id, item_id)
 WHERE f.sale_id = '${SALE}' AND l.open > 0 ORDER BY ${WHOLE_FIRST} LIMIT 1;`;

/** In flash sales, of which an ordinary day has none. */
export const flashFaults: Fault[] = [
  { audit, what: 'a sale that sold what nobody took', says: /sale /, sql: sale(1) },
  { audit, what: 'a customer of whom a take is not known', says: /customer of/, sql: sale(1) + take(1) },
  {
    audit,
    what: 'a customer with more than the cap',
    says: /customer of/,
    sql: sale(3) + customer(3) + take(3),
  },
  {
    audit,
    what: 'a take that no promise stands behind',
    says: /promise /,
    sql: sale(1) + customer(1) + take(1, 'unheard of'),
  },
  {
    audit,
    what: 'a share that an expired promise still has',
    says: /promise /,
    sql: `${sale(1)}${customer(1)}${take(1)}
      UPDATE promise SET state = 'expired' WHERE promise_id = (SELECT promise_id FROM flash_take LIMIT 1)`,
  },
  { audit, what: 'more sold than was set aside', says: /set aside for/, sql: sale(1, 'set aside') },
];
