import { one, unguard, units, type Fault } from './plant.ts';

/** In orders, waves and packing. */
export const floorFaults: Fault[] = [
  {
    audit: 'orders/10_line_partition',
    what: 'a unit of a line that is nowhere',
    says: /ordered/,
    sql: `${unguard('order_line')} UPDATE order_line SET ordered = ordered + 1 WHERE ${one('order_line')}`,
  },
  {
    audit: 'orders/10_line_partition',
    what: 'a column below zero that another makes up for',
    says: /ordered/,
    sql: `${unguard('order_line')} UPDATE order_line SET packed = -1, shipped = shipped + 1 WHERE ${one('order_line', 'packed = 0')}`,
  },
  {
    audit: 'orders/10_promised_is_promised',
    what: 'promised units that no promise holds',
    says: /units promised/,
    sql: `UPDATE order_line SET ordered = ordered + 1, promised = promised + 1 WHERE ${one('order_line', 'promise_id IS NOT NULL')}`,
  },
  {
    audit: 'orders/10_promised_is_promised',
    what: 'a promise of an order that its lines know nothing of',
    says: /units promised/,
    sql: `UPDATE promise_line SET open = open + 1, quantity = quantity + 1
           WHERE promise_id = (SELECT promise_id FROM promise WHERE order_id IS NOT NULL LIMIT 1)`,
  },
  {
    audit: 'orders/10_allocated_is_allocated',
    what: 'allocated units that no allocation holds',
    says: /units allocated/,
    sql: `UPDATE order_line SET ordered = ordered + 1, allocated = allocated + 1 WHERE ${one('order_line', 'item_id IS NOT NULL')}`,
  },
  {
    audit: 'orders/10_allocated_is_allocated',
    what: 'an active allocation of more than the line says',
    says: /units allocated/,
    sql: `UPDATE allocation SET quantity = quantity + 1 WHERE ${one('allocation', `state = 'active'`)}`,
  },
  {
    audit: 'orders/10_ended_orders_rest',
    what: 'an order that ended with a unit on its way',
    says: /units ended/,
    sql: `UPDATE order_line SET delivered = delivered - 1, shipped = shipped + 1 WHERE ${one('order_line', `delivered > 0 AND order_id IN (SELECT order_id FROM customer_order WHERE ended_at IS NOT NULL)`)}`,
  },
  {
    audit: 'orders/10_ended_orders_rest',
    what: 'a delivered order that does not say that it has ended',
    says: /units ended/,
    sql: `${unguard('customer_order')} UPDATE customer_order SET ended_at = NULL WHERE ${one('customer_order', `state IN ('delivered','cancelled')`)}`,
  },
  {
    audit: 'orders/10_ended_orders_rest',
    what: 'a delivered order that says it was cancelled',
    says: /is cancelled with/,
    sql: `UPDATE customer_order SET state = 'cancelled' WHERE ${one('customer_order', `state IN ('delivered','closed')`)}`,
  },
  {
    audit: 'orders/12_bad_end_has_cause',
    what: 'an order cancelled for no cause',
    says: /is cancelled and its log does not say why/,
    sql: `UPDATE order_event SET cause = NULL WHERE order_id IN (SELECT order_id FROM customer_order WHERE state = 'cancelled')`,
  },
  {
    audit: 'orders/12_one_order_a_version',
    what: 'two orders of one purchase',
    says: /is 2 orders/,
    sql: `${unguard('customer_order')}
          UPDATE customer_order a SET external_id = b.external_id
            FROM (SELECT x.order_id AS of, y.external_id FROM customer_order x
                    JOIN customer_order y ON y.seller_id = x.seller_id AND y.channel = x.channel AND y.order_id <> x.order_id LIMIT 1) b
           WHERE a.order_id = b.of`,
  },
  {
    audit: 'orders/13_promise_time_kept',
    what: 'a promised time moved in silence',
    says: /was promised by/,
    sql: `UPDATE customer_order SET promise_by = promise_by + interval '1 hour' WHERE ${one('customer_order')}`,
  },
  {
    audit: 'orders/16_allocation_of_a_line',
    what: 'an allocation for no line',
    says: /is for no line/,
    sql: `UPDATE allocation SET line_no = 999 WHERE ${one('allocation')}`,
  },
  {
    audit: 'orders/16_allocation_of_a_line',
    what: 'an allocation of another item',
    says: /is for no line/,
    sql: `UPDATE allocation SET item_id = gen_random_uuid() WHERE ${one('allocation')}`,
  },
  {
    audit: 'waves/16_allocation_has_task',
    what: 'an active allocation that nobody fetches',
    says: /its task absent/,
    sql: `DELETE FROM pick_task WHERE ${one('pick_task', `state = 'ready'`)}`,
  },
  {
    audit: 'waves/16_allocation_has_task',
    what: 'a task whose allocation is gone',
    says: /released, its task ready/,
    sql: `UPDATE allocation SET state = 'released' WHERE ${one('allocation', `state = 'active'`)}`,
  },
  {
    audit: 'waves/16_task_of_a_wave',
    what: 'a task that fetches no allocation',
    says: /its allocation absent/,
    sql: `UPDATE pick_task SET task_id = gen_random_uuid() WHERE ${one('pick_task')}`,
  },
  {
    audit: 'waves/16_task_of_a_wave',
    what: 'a task for no wave',
    says: /its wave absent/,
    sql: `UPDATE pick_task SET wave_id = gen_random_uuid() WHERE ${one('pick_task')}`,
  },
  {
    audit: 'waves/19_one_claim',
    what: 'a picker with two carts',
    says: /picker .* has \d+ carts/,
    sql: `${unguard('batch')} UPDATE batch SET state = 'claimed', picker_id = '00000000-0000-7000-8000-000000000009'`,
  },
  {
    audit: 'waves/19_one_claim',
    what: 'a cart with two works',
    says: /cart CART-01 carries/,
    sql: `${unguard('batch')} UPDATE batch SET state = 'ready', cart_code = 'CART-01'`,
  },
  {
    audit: 'waves/19_one_claim',
    what: 'a task on a cart that has been delivered',
    says: /is to be done on a cart that is delivered/,
    sql: `${unguard('batch')} UPDATE batch SET state = 'delivered' WHERE batch_id IN (SELECT batch_id FROM pick_task WHERE state = 'ready')`,
  },
  {
    audit: 'waves/20_one_tote_one_order',
    what: 'a tote with several orders',
    says: /tote TOTE-0001 holds \d+ orders/,
    sql: `${unguard('tote_use')} UPDATE tote_use SET tote_code = 'TOTE-0001', ended_at = NULL`,
  },
  {
    audit: 'waves/20_one_tote_one_order',
    what: 'units in a tote that nobody uses',
    says: /lie in tote\/TOTE-9999/,
    sql: units(`'tote/TOTE-9999'`),
  },
  {
    audit: 'waves/20_one_tote_one_order',
    what: 'a slot that shows the tote of another order',
    says: /shows tote TOTE-9999/,
    sql: `UPDATE batch_slot SET tote_code = 'TOTE-9999' WHERE ${one('batch_slot')}`,
  },
  {
    audit: 'waves/21_picked_within_allocated',
    what: 'a task that says more picked than its allocation',
    says: /task/,
    sql: `${unguard('pick_task')} UPDATE pick_task SET picked = picked + 1 WHERE ${one('pick_task')}`,
  },
  {
    audit: 'waves/21_picked_within_allocated',
    what: 'a task for more than was allocated',
    says: /task/,
    sql: `${unguard('pick_task')} UPDATE pick_task SET quantity = quantity + 1 WHERE ${one('pick_task')}`,
  },
  {
    audit: 'waves/21_picked_within_allocated',
    what: 'more picked than allocated, agreed on by both',
    says: /task/,
    sql: `${unguard('pick_task', 'allocation')}
          UPDATE pick_task SET picked = quantity + 1; UPDATE allocation SET picked = quantity + 1`,
  },
  {
    audit: 'waves/22_totes_hold_what_is_picked',
    what: 'picked units that lie in no tote',
    says: /picked, 0 in its totes/,
    sql: `UPDATE order_line SET ordered = ordered + 1, picked = picked + 1 WHERE ${one('order_line', 'item_id IS NOT NULL')}`,
  },
  {
    audit: 'waves/22_totes_hold_what_is_picked',
    what: 'units in a tote that nobody picked',
    says: /0 picked, \d+ in its totes/,
    sql: `INSERT INTO tote_use (site_id, use_id, tote_code, batch_id, seller_id, order_id, at)
          SELECT site_id, gen_random_uuid(), 'TOTE-9999', batch_id, seller_id, order_id, at FROM tote_use LIMIT 1;
          ${units(`'tote/TOTE-9999'`)}`,
  },
  {
    audit: 'waves/22_totes_hold_what_is_picked',
    what: 'a delivered parcel that is back on the packing table',
    says: /0 picked, \d+ in its totes/,
    sql: `UPDATE parcel SET state = 'open' WHERE ${one('parcel', `state = 'delivered'`)}`,
  },
  {
    audit: 'waves/23_short_is_counted',
    what: 'a short pick that nobody is asked to count',
    says: /nobody is asked to count/,
    sql: `${unguard('pick_task')} UPDATE pick_task SET short = 1, count_id = NULL WHERE ${one('pick_task')}`,
  },
  {
    audit: 'waves/23_short_is_counted',
    what: 'a short pick whose count is of another bin',
    says: /nobody is asked to count/,
    sql: `${unguard('pick_task', 'count_request')}
          INSERT INTO count_request (site_id, count_id, bin_code, cause, at, actor_id)
          SELECT site_id, site_id, 'A-99-9', 'short', '2026-11-20', site_id FROM site;
          UPDATE pick_task SET short = 1, count_id = site_id`,
  },
  {
    audit: 'waves/23_short_is_counted',
    what: 'the same count asked for twice',
    says: /2 counts of item/,
    sql: `${unguard('count_request')}
          INSERT INTO count_request (site_id, count_id, bin_code, item_id, cause, at, actor_id)
          SELECT b.site_id, gen_random_uuid(), 'A-01-1', b.item_id, 'short', '2026-11-20', gen_random_uuid()
            FROM (SELECT * FROM balance LIMIT 1) b, generate_series(1, 2)`,
  },
  {
    audit: 'packing/24_units_in_one_parcel',
    what: 'a parcel in the house without its units',
    says: /listed, 0 in the ledger/,
    sql: `UPDATE parcel SET state = 'closed' WHERE ${one('parcel', `state = 'delivered'`)}`,
  },
  {
    audit: 'packing/24_units_in_one_parcel',
    what: 'units in a parcel that has left',
    says: /0 listed, \d+ in the ledger/,
    sql: units(`'parcel/' || (SELECT parcel_id FROM parcel WHERE state = 'delivered' LIMIT 1)`),
  },
  {
    audit: 'packing/24_units_in_one_parcel',
    what: 'a unit that two parcels list',
    says: /in parcels, \d+ picked and beyond/,
    sql: `UPDATE parcel_line SET quantity = quantity + 1 WHERE ${one('parcel_line', `parcel_id IN (SELECT parcel_id FROM parcel WHERE state = 'delivered')`)}`,
  },
];
