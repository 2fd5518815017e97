import { one, unguard, units, type Fault } from './plant.ts';

/** Units in a bin of a lot that is good until then. */
const onSaleUntil = (expiry: string) => `
WITH there AS (SELECT * FROM balance WHERE place LIKE 'bin/%' AND condition = 'sellable' AND serial = '' LIMIT 1),
     dated AS (INSERT INTO lot (seller_id, item_id, lot, expiry) SELECT seller_id, item_id, 'OVER', ${expiry} FROM there)
INSERT INTO balance (site_id, place, item_id, lot, serial, condition, seller_id, quantity, legs)
SELECT site_id, place, item_id, 'OVER', '', 'sellable', seller_id, 3, 1 FROM there;`;

/** In stock, slotting and inbound. */
export const stockFaults: Fault[] = [
  {
    audit: 'inventory/01_conservation',
    what: 'a leg that moves less than nothing',
    says: /leg/,
    sql: `${unguard('ledger')} UPDATE ledger SET quantity = -quantity WHERE ${one('ledger')}`,
  },
  {
    audit: 'inventory/01_conservation',
    what: 'a leg that ends where it began',
    says: /leg/,
    sql: `${unguard('ledger')} UPDATE ledger SET to_place = from_place, to_condition = from_condition WHERE ${one('ledger')}`,
  },
  {
    audit: 'inventory/01_conservation',
    what: 'units that go from the supplier to the customer and are never here',
    says: /supplier.*customer/,
    sql: `UPDATE ledger SET to_place = 'customer' WHERE ${one('ledger', `from_place = 'supplier'`)}`,
  },
  {
    audit: 'inventory/02_never_negative',
    what: 'a leg that takes more than lies there',
    says: /account/,
    sql: `INSERT INTO ledger (site_id, movement_id, leg, kind, seller_id, item_id, lot, serial, from_place, from_condition,
                             to_place, to_condition, quantity, actor_id, at, seal)
          SELECT site_id, gen_random_uuid(), 1, 'scrap', seller_id, item_id, lot, serial, place, condition, 'scrap', 'damaged',
                 quantity + 1, gen_random_uuid(), '2026-11-20', '' FROM balance LIMIT 1`,
  },
  {
    audit: 'inventory/02_never_negative',
    what: 'a balance without its check',
    says: /constraint balance_quantity_check/,
    sql: 'ALTER TABLE balance DROP CONSTRAINT balance_quantity_check',
  },
  {
    audit: 'inventory/02_never_negative',
    what: 'a balance of which more may be allocated than there is',
    says: /constraint balance_check/,
    sql: 'ALTER TABLE balance DROP CONSTRAINT balance_check',
  },
  {
    audit: 'inventory/03_balance_is_the_fold',
    what: 'a balance changed by hand',
    says: /balance bin\//,
    sql: `UPDATE balance SET quantity = quantity + 1 WHERE ${one('balance', `place LIKE 'bin/%' AND serial = ''`)}`,
  },
  {
    audit: 'inventory/03_balance_is_the_fold',
    what: 'a leg taken out of the ledger',
    says: /balance/,
    sql: `DELETE FROM ledger WHERE ${one('ledger')}`,
  },
  {
    audit: 'inventory/03_balance_is_the_fold',
    what: 'legs that were counted and are no more',
    says: /balance/,
    sql: `UPDATE balance SET legs = legs + 2 WHERE ${one('balance')}`,
  },
  {
    audit: 'inventory/03_balance_is_the_fold',
    what: 'a sum on hand changed by hand',
    says: /sums/,
    sql: `UPDATE item_stock SET on_hand = on_hand + 1 WHERE ${one('item_stock')}`,
  },
  {
    audit: 'inventory/03_balance_is_the_fold',
    what: 'units counted as held that are not',
    says: /sums/,
    sql: `${unguard('item_stock')} UPDATE item_stock SET held = held + 1 WHERE ${one('item_stock')}`,
  },
  {
    audit: 'inventory/03_balance_is_the_fold',
    what: 'an item without sums',
    says: /sums/,
    sql: `DELETE FROM item_stock WHERE ${one('item_stock')}`,
  },
  {
    audit: 'inventory/04_serial_in_one_place',
    what: 'a serial in two places',
    says: /serial S-1/,
    sql: `${unguard('balance')} ${units(`'bin/A-01-1'`, { quantity: 1, serial: 'S-1' })} ${units(`'bin/A-01-2'`, { quantity: 1, serial: 'S-1' })}`,
  },
  {
    audit: 'inventory/04_serial_in_one_place',
    what: 'two units under one serial',
    says: /serial S-1/,
    sql: `${unguard('balance')} ${units(`'bin/A-01-1'`, { quantity: 2, serial: 'S-1' })}`,
  },
  {
    audit: 'inventory/08_ledger_unchanged',
    what: 'a leg rewritten',
    says: /leg/,
    sql: `UPDATE ledger SET quantity = quantity + 1 WHERE ${one('ledger')}`,
  },
  {
    audit: 'inventory/08_ledger_unchanged',
    what: 'another reason under a movement',
    says: /leg/,
    sql: `UPDATE ledger SET reason = 'it was like that' WHERE ${one('ledger')}`,
  },
  {
    audit: 'inventory/08_ledger_unchanged',
    what: 'a movement put on somebody else',
    says: /leg/,
    sql: `UPDATE ledger SET actor_id = gen_random_uuid() WHERE ${one('ledger')}`,
  },
  {
    audit: 'inventory/08_ledger_unchanged',
    what: 'a movement put at another time',
    says: /leg/,
    sql: `UPDATE ledger SET at = at - interval '1 second' WHERE ${one('ledger')}`,
  },
  {
    audit: 'inventory/08_ledger_unchanged',
    what: 'a correction of nothing',
    says: /reversal of nothing/,
    sql: `UPDATE ledger SET reverses = gen_random_uuid() WHERE ${one('ledger')}`,
  },
  {
    audit: 'inventory/11_promised_is_there',
    what: 'more promised than there is',
    says: /item/,
    sql: `${unguard('item_stock')} UPDATE item_stock SET promised = on_hand + 1 WHERE ${one('item_stock')}`,
  },
  {
    audit: 'inventory/14_reserved_is_allocations',
    what: 'units reserved for nobody',
    says: /account/,
    sql: `UPDATE balance SET allocated = allocated + 1 WHERE ${one('balance', `condition = 'sellable' AND quantity > allocated`)}`,
  },
  {
    audit: 'inventory/14_reserved_is_allocations',
    what: 'an allocation that reserves nothing',
    says: /account/,
    sql: `UPDATE allocation SET quantity = quantity + 1 WHERE ${one('allocation', `state = 'active'`)}`,
  },
  {
    audit: 'inventory/14_reserved_is_allocations',
    what: 'more allocated than lies there',
    says: /account/,
    sql: `${unguard('balance')} UPDATE balance SET quantity = 0 WHERE allocated > 0`,
  },
  {
    audit: 'inventory/15_lines_of_a_promise',
    what: 'a line of no promise',
    says: /line of item .*: there is no promise/,
    sql: `UPDATE promise_line SET promise_id = gen_random_uuid() WHERE ${one('promise_line')}`,
  },
  {
    audit: 'inventory/15_lines_of_a_promise',
    what: 'an allocation of no promise',
    says: /allocation of item .*: there is no promise/,
    sql: `UPDATE allocation SET promise_id = gen_random_uuid() WHERE ${one('allocation')}`,
  },
  {
    audit: 'inventory/15_promised_is_promises',
    what: 'units promised to nobody',
    says: /item/,
    sql: `${unguard('item_stock')} UPDATE item_stock SET promised = promised + 1 WHERE ${one('item_stock')}`,
  },
  {
    audit: 'inventory/15_promised_is_promises',
    what: 'units counted as allocated that are not',
    says: /item/,
    sql: `${unguard('item_stock')} UPDATE item_stock SET allocated = allocated + 1 WHERE ${one('item_stock')}`,
  },
  {
    audit: 'inventory/15_promised_is_promises',
    what: 'an expired promise that still counts',
    says: /promise/,
    sql: `UPDATE promise p SET state = 'expired' FROM promise_line l WHERE l.promise_id = p.promise_id AND l.open > 0`,
  },
  {
    audit: 'inventory/17_nothing_on_sale_under_a_hold',
    what: 'a hold that left units on sale',
    says: /account bin\//,
    sql: `INSERT INTO hold (site_id, hold_id, scope, subject, seller_id, item_id, reason, state, opened_by, at)
          SELECT site_id, gen_random_uuid(), 'item', 'item', seller_id, item_id, 'recall', 'open', gen_random_uuid(), '2026-11-20'
            FROM balance WHERE condition = 'sellable' AND quantity > 0 AND place LIKE 'bin/%' LIMIT 1`,
  },
  {
    audit: 'inventory/17_nothing_on_sale_at_a_held_place',
    what: 'a hold of a bin that left units on sale',
    says: /account bin\//,
    sql: `INSERT INTO hold (site_id, hold_id, scope, subject, place, reason, state, opened_by, at)
          SELECT site_id, gen_random_uuid(), 'bin', 'bin', place, 'recall', 'open', gen_random_uuid(), '2100-01-01'
            FROM balance WHERE condition = 'sellable' AND quantity > 0 AND place LIKE 'bin/%' LIMIT 1`,
  },
  {
    audit: 'inventory/17_held_by_holds_is_there',
    what: 'a hold with units that are not there',
    says: /account bin\//,
    sql: `WITH made AS (
            INSERT INTO hold (site_id, hold_id, scope, subject, place, reason, state, opened_by, at)
            SELECT site_id, gen_random_uuid(), 'bin', 'bin', place, 'recall', 'open', gen_random_uuid(), '2026-11-20'
              FROM balance WHERE condition = 'sellable' AND quantity > 0 AND place LIKE 'bin/%' LIMIT 1
            RETURNING site_id, hold_id, place)
          INSERT INTO hold_unit (site_id, hold_id, place, item_id, lot, serial, seller_id, taken, held)
          SELECT m.site_id, m.hold_id, m.place, b.item_id, b.lot, b.serial, b.seller_id, 1, 1
            FROM made m JOIN balance b ON b.site_id = m.site_id AND b.place = m.place AND b.condition = 'sellable' LIMIT 1`,
  },
  {
    audit: 'inventory/17_no_allocation_on_held',
    what: 'an allocation on units under inspection',
    says: /account/,
    sql: `${unguard('balance')} UPDATE balance SET allocated = 1, condition = 'inspect' WHERE ${one('balance', `condition = 'sellable' AND quantity > 0 AND place LIKE 'bin/%'`)}`,
  },
  {
    audit: 'inventory/18_expired_is_swept',
    what: 'a promise long past its time that is still open',
    says: /promise/,
    sql: `UPDATE promise SET expires_at = '2026-11-19' WHERE ${one('promise', `state = 'open'`)}`,
  },
  {
    audit: 'inventory/18_nothing_over_is_on_sale',
    what: 'a lot on sale whose date was over long ago',
    says: /lot OVER/,
    sql: onSaleUntil(`'2026-01-31'`),
  },
  {
    audit: 'inventory/18_nothing_over_is_on_sale',
    what: 'a lot on sale on the day until which it was good, by the calendar of its site',
    says: /lot OVER/,
    sql: onSaleUntil(
      `(((SELECT max(at) FROM outbox) - interval '10 minutes') AT TIME ZONE (SELECT time_zone FROM site LIMIT 1))::date`,
    ),
  },
  {
    audit: 'slotting/06_room_is_kept_once',
    what: 'a bin promised to more than it takes',
    says: /is promised to more/,
    sql: `INSERT INTO bin_reservation (site_id, reservation_id, bin_code, lpn_code, seller_id, item_id, condition, quantity, why, expires_at)
          SELECT s.site_id, gen_random_uuid(), s.bin_code, 'LPN9999999', i.seller_id, i.item_id, 'sellable', 1000000, '{}', '2100-01-01'
            FROM bin_space s, item i LIMIT 1`,
  },
  {
    audit: 'inbound/05_lpns_are_a_forest',
    what: 'two LPNs that stand on each other',
    says: /stands on itself/,
    sql: `WITH two AS (SELECT site_id, array_agg(lpn_code) AS codes FROM (SELECT * FROM lpn LIMIT 2) x GROUP BY site_id)
          UPDATE lpn l SET parent_lpn = CASE WHEN l.lpn_code = codes[1] THEN codes[2] ELSE codes[1] END
            FROM two WHERE l.lpn_code = ANY(codes)`,
  },
  {
    audit: 'inbound/05_lpns_are_a_forest',
    what: 'an LPN that is elsewhere than the one below it',
    says: /what it stands on at/,
    sql: `UPDATE lpn l SET place = 'dock/DOCK-9', parent_lpn = (SELECT min(lpn_code) FROM lpn)
           WHERE l.lpn_code = (SELECT max(lpn_code) FROM lpn)`,
  },
  {
    audit: 'inbound/05_lpns_are_a_forest',
    what: 'goods on an LPN that is empty',
    says: /empty or another seller/,
    sql: `UPDATE balance SET quantity = 3 WHERE place = (SELECT 'lpn/' || lpn_code FROM lpn WHERE state = 'empty' LIMIT 1)`,
  },
  {
    audit: 'inbound/05_lpns_are_a_forest',
    what: 'goods on an LPN that does not exist',
    says: /no lpn row/,
    sql: units(`'lpn/LPN9999999'`),
  },
  {
    audit: 'inbound/06_bins_hold_what_they_may',
    what: 'warm goods put away in the cold',
    says: /is frozen/,
    sql: `UPDATE bin SET temperature = 'frozen' WHERE kind = 'pick'`,
  },
  {
    audit: 'inbound/06_bins_hold_what_they_may',
    what: 'two sellers in a bin for one',
    says: /is for one seller/,
    sql: `WITH pair AS (
            SELECT a.place AS kept, b.place AS moved FROM balance a JOIN balance b ON a.site_id = b.site_id AND a.seller_id <> b.seller_id
              JOIN ledger f ON f.to_place = a.place AND f.kind = 'putAway' JOIN ledger g ON g.to_place = b.place AND g.kind = 'putAway'
             WHERE a.place LIKE 'bin/A-%' AND b.place LIKE 'bin/A-%' AND a.quantity > 0 AND b.quantity > 0
               AND NOT EXISTS (SELECT 1 FROM ledger o WHERE o.to_place IN (a.place, b.place) AND o.kind <> 'putAway')
               -- what lies in both would be one row after the move
               AND NOT EXISTS (SELECT 1 FROM balance k JOIN balance m USING (site_id, item_id, lot, serial, condition)
                                WHERE k.place = a.place AND m.place = b.place)
             LIMIT 1),
          legs AS (UPDATE ledger SET to_place = kept FROM pair WHERE to_place = moved),
          lying AS (UPDATE balance SET place = kept FROM pair WHERE place = moved)
          UPDATE bin SET one_seller = true FROM pair WHERE 'bin/' || bin_code = kept`,
  },
  {
    audit: 'inbound/06_bins_hold_what_they_may',
    what: 'two lots of an item in a pick bin',
    says: /2 lots of item/,
    sql: `INSERT INTO balance (site_id, place, item_id, lot, condition, seller_id, quantity, legs)
          SELECT b.site_id, b.place, b.item_id, 'LOT-2', b.condition, b.seller_id, 1, 1
            FROM balance b WHERE b.place LIKE 'bin/A-%' AND b.quantity > 0`,
  },
  {
    audit: 'inbound/06_bins_hold_what_they_may',
    what: 'a bin that carries too much',
    says: /too full or too heavy/,
    sql: `UPDATE bin SET max_weight_g = 1 WHERE kind = 'pick'`,
  },
  {
    audit: 'inbound/06_bins_hold_what_they_may',
    what: 'a bin that is too full',
    says: /too full or too heavy/,
    sql: `UPDATE bin SET max_volume_cm3 = 1 WHERE kind = 'pick'`,
  },
  {
    audit: 'inbound/45_received_is_counted',
    what: 'units received by no receipt',
    says: /line \d+ of shipment/,
    sql: `UPDATE inbound_line SET received = received + 1, good = good + 1 WHERE ${one('inbound_line')}`,
  },
  {
    audit: 'inbound/45_received_is_counted',
    what: 'a received unit that is neither good nor bad',
    says: /line \d+ of shipment/,
    sql: `${unguard('inbound_line')} UPDATE inbound_line SET good = good - 1 WHERE ${one('inbound_line', 'good > 0')}`,
  },
  {
    audit: 'inbound/45_received_is_counted',
    what: 'receipts of a shipment that has not come',
    says: /is in_transit and has receipts/,
    sql: `UPDATE inbound_shipment SET state = 'in_transit' WHERE ${one('inbound_shipment')}`,
  },
  {
    audit: 'inbound/46_received_is_in_the_ledger',
    what: 'a receipt of more than the ledger took in',
    says: /movement/,
    sql: `UPDATE receipt SET quantity = quantity + 1 WHERE ${one('receipt')}`,
  },
  {
    audit: 'inbound/46_received_is_in_the_ledger',
    what: 'units from the supplier that nobody received',
    says: /movement/,
    sql: `DELETE FROM receipt WHERE ${one('receipt')}`,
  },
  {
    audit: 'inbound/46_received_is_in_the_ledger',
    what: 'a receipt taken back by no movement',
    says: /was taken back by no movement/,
    sql: `UPDATE receipt SET undone_by = gen_random_uuid() WHERE ${one('receipt')}`,
  },
];
