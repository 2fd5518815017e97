import { one, unguard, units, type Fault } from './plant.ts';

const onTheRoad = `stop_parcel.state = 'delivered'`;
/** Routes as they were before their vehicles left. */
const heldBack = `UPDATE route SET state = 'assigned', closed_at = NULL, finished_at = NULL, departed_at = NULL;
UPDATE stop SET state = 'planned', done_at = NULL;
UPDATE stop_parcel SET state = 'planned', live = true;`;

/** In shipping, dispatch, returns and scans. */
export const roadFaults: Fault[] = [
  {
    audit: 'shipping/25_one_paid_label',
    what: 'a parcel on its way without a label',
    says: /has 0 bought labels/,
    sql: `UPDATE label SET state = 'void', voided_at = at FROM (SELECT parcel_id, at FROM parcel WHERE state = 'delivered' LIMIT 1) p
           WHERE label.parcel_id = p.parcel_id`,
  },
  {
    audit: 'shipping/25_one_paid_label',
    what: 'a label bought twice',
    says: /has 2 bought labels/,
    sql: `${unguard('label')}
          INSERT INTO label (site_id, label_id, parcel_id, seller_id, carrier, state, tracking_no, address_version, intended_at, bought_at)
          SELECT site_id, gen_random_uuid(), parcel_id, seller_id, carrier, state, 'T-2', address_version, intended_at, bought_at
            FROM label WHERE state = 'bought' LIMIT 1`,
  },
  {
    audit: 'shipping/25_one_paid_label',
    what: 'two labels bought for a parcel that is not labelled',
    says: /in weighed has \d bought labels/,
    sql: `UPDATE parcel SET state = 'weighed' WHERE ${one('parcel', `state = 'delivered'`)}`,
  },
  {
    audit: 'shipping/25_one_paid_label',
    what: 'a purchase that nobody intended before',
    says: /bought before it was intended/,
    sql: `UPDATE label SET bought_at = intended_at - interval '1 second' WHERE ${one('label', `state = 'bought'`)}`,
  },
  {
    audit: 'shipping/26_printed_address',
    what: 'another address on the parcel than on its label',
    says: /its label was bought with/,
    sql: `UPDATE parcel SET address_version = address_version + 1 WHERE ${one('parcel', 'address_version IS NOT NULL')}`,
  },
  {
    audit: 'shipping/26_printed_address',
    what: 'a label with an address that never was',
    says: /its label was bought with 99/,
    sql: `UPDATE label SET address_version = 99; UPDATE parcel SET address_version = 99 WHERE address_version IS NOT NULL`,
  },
  {
    audit: 'shipping/27_events_by_time',
    what: 'a customer told of something else than happened',
    says: /is shown as loaded, its events say delivered/,
    sql: `UPDATE tracking SET state = 'loaded' WHERE ${one('tracking', `state = 'delivered'`)}`,
  },
  {
    audit: 'shipping/27_events_by_time',
    what: 'an end that was documented as wrong and still stands',
    says: /is shown as delivered, its events say/,
    sql: `INSERT INTO parcel_event (site_id, parcel_id, event_id, kind, corrects, happened_at, told_at)
          SELECT site_id, parcel_id, 'correction', 'failed', event_id, happened_at, told_at FROM parcel_event WHERE kind = 'delivered' LIMIT 1`,
  },
  {
    audit: 'shipping/27_events_by_time',
    what: 'a parcel with events that no customer is shown',
    says: /is shown as nothing/,
    sql: `DELETE FROM tracking WHERE ${one('tracking', `state = 'delivered'`)}`,
  },
  {
    audit: 'dispatch/28_parcel_on_one_route',
    what: 'a parcel on two live routes',
    says: /is on \d+ live routes/,
    sql: `${unguard('stop_parcel')}
          UPDATE stop_parcel SET live = true;
          INSERT INTO stop_parcel (site_id, stop_id, parcel_id, route_id, state, live, at)
          SELECT site_id, gen_random_uuid(), parcel_id, gen_random_uuid(), 'planned', true, at FROM stop_parcel LIMIT 1`,
  },
  {
    audit: 'dispatch/28_parcel_on_one_route',
    what: 'a parcel on a route that is over',
    says: /is still on route .*, which is closed/,
    sql: `UPDATE stop_parcel SET live = true WHERE ${one(
      'stop_parcel',
      `NOT live AND route_id IN (SELECT route_id FROM route WHERE state = 'closed')
            AND parcel_id NOT IN (SELECT parcel_id FROM stop_parcel WHERE live)`,
    )}`,
  },
  {
    audit: 'dispatch/29_loaded_set',
    what: 'a parcel that the departed vehicle neither has nor left behind',
    says: /is planned after the departure/,
    sql: `UPDATE stop_parcel SET state = 'planned' WHERE ${one('stop_parcel', onTheRoad)}`,
  },
  {
    audit: 'dispatch/29_loaded_set',
    what: 'a parcel left behind for no reason',
    says: /stayed without a reason/,
    sql: `${unguard('stop_parcel')} UPDATE stop_parcel SET state = 'left', reason = NULL WHERE ${one('stop_parcel', onTheRoad)}`,
  },
  {
    audit: 'dispatch/29_loaded_set',
    what: 'units on a vehicle that none of its parcels holds',
    says: /vehicle\/.*: 0 units carried/,
    sql: units(`'vehicle/' || (SELECT route_id FROM route LIMIT 1)`),
  },
  {
    audit: 'dispatch/29_loaded_set',
    what: 'a parcel on the road whose units are not on the vehicle',
    says: /units carried, 0 in the ledger/,
    sql: `UPDATE stop_parcel SET state = 'out', live = true WHERE ${one('stop_parcel', onTheRoad)}`,
  },
  {
    audit: 'dispatch/31_limits_or_accepted',
    what: 'a violation that nobody accepted',
    says: /was accepted by nobody/,
    sql: `INSERT INTO route_violation (site_id, route_id, kind, subject, amount) SELECT site_id, route_id, 'late', 'x', 60 FROM route WHERE state = 'closed' LIMIT 1`,
  },
  ...['capacity_parcels', 'capacity_weight_g', 'capacity_volume_cm3'].map((limit): Fault => ({
    audit: 'dispatch/31_limits_or_accepted',
    what: `a route above the ${limit} of its vehicle, and no word of it`,
    says: /more than .* holds/,
    sql: `${unguard('route', 'stop', 'stop_parcel', 'vehicle')} ${heldBack}
            DELETE FROM route_violation; UPDATE vehicle SET ${limit} = 0`,
  })),
  {
    audit: 'dispatch/31_limits_or_accepted',
    what: 'a route longer than its shift, and no word of it',
    says: /ends .* after its shift/,
    sql: `${unguard('route', 'stop', 'stop_parcel')} ${heldBack} DELETE FROM route_violation; UPDATE route SET shift_to_at = end_at - interval '1 hour'`,
  },
  {
    audit: 'dispatch/31_limits_or_accepted',
    what: 'chilled goods on a warm vehicle, and no word of it',
    says: /chilled on a vehicle without/,
    sql: `${unguard('route', 'stop', 'stop_parcel')} ${heldBack} DELETE FROM route_violation;
          UPDATE parcel SET temperature = 'chilled'; UPDATE vehicle SET skills = '{}'`,
  },
  {
    audit: 'dispatch/31_limits_or_accepted',
    what: 'a stop planned after it was due, and no word of it',
    says: /is planned for .*, due by/,
    sql: `${unguard('route', 'stop', 'stop_parcel')} ${heldBack} DELETE FROM route_violation; UPDATE stop SET due_at = eta_at - interval '1 hour'`,
  },
  {
    audit: 'dispatch/32_loaded_before_delivered',
    what: 'a stop done before the vehicle left',
    says: /was done before the departure/,
    sql: `UPDATE stop SET done_at = '2026-11-19' WHERE ${one('stop', `state = 'delivered'`)}`,
  },
  {
    audit: 'dispatch/32_loaded_before_delivered',
    what: 'a stop done by a vehicle that never left',
    says: /was done before the departure/,
    sql: `${unguard('route')} UPDATE route SET departed_at = NULL`,
  },
  {
    audit: 'dispatch/32_loaded_before_delivered',
    what: 'a parcel handed over that is still in the house',
    says: /is delivered on the route, closed in the house/,
    sql: `UPDATE parcel SET state = 'closed' WHERE ${one('parcel', `state = 'delivered'`)}`,
  },
  {
    audit: 'dispatch/33_one_driver',
    what: 'a route on a vehicle that is retired',
    says: /on vehicle .*, which is retired/,
    sql: `${unguard('route', 'stop', 'stop_parcel')} ${heldBack} UPDATE vehicle SET state = 'retired', retired_at = '2026-11-19'`,
  },
  {
    audit: 'dispatch/33_one_driver',
    what: 'a shift accepted by nobody',
    says: /is accepted with driver/,
    sql: `${unguard('driver_shift')} ${shift(`'accepted', NULL, NULL`)}`,
  },
  {
    audit: 'dispatch/33_one_driver',
    what: 'a shift accepted after its offer ended',
    says: /is accepted with driver/,
    sql: `${unguard('driver_shift')} ${shift(`'accepted', gen_random_uuid(), '2026-11-21'`)}`,
  },
  {
    audit: 'dispatch/33_one_driver',
    what: 'a shift on offer that somebody has',
    says: /is offered with driver/,
    sql: `${unguard('driver_shift')} ${shift(`'offered', gen_random_uuid(), '2026-11-20'`)}`,
  },
  {
    audit: 'dispatch/33_one_driver',
    what: 'a driver with two shifts at the same time',
    says: /at the same time/,
    sql: [1, 2].map(() => shift(`'accepted', '00000000-0000-7000-8000-000000000009', '2026-11-20'`)).join(';'),
  },
  {
    audit: 'dispatch/33_one_driver',
    what: 'a route that nobody drives',
    says: /without a driver/,
    sql: `${unguard('route')} UPDATE route SET driver_id = NULL`,
  },
  {
    audit: 'returns/35_returned_once',
    what: 'a unit back that its order still counts as delivered',
    says: /units back, \d+ returned/,
    sql: `UPDATE order_line SET returned = returned - 1, delivered = delivered + 1 WHERE ${one('order_line', 'returned > 0')}`,
  },
  {
    audit: 'returns/35_returned_once',
    what: 'a returned unit that no return has',
    says: /0 units back, 1 returned/,
    sql: `UPDATE order_line SET returned = returned + 1, delivered = delivered - 1 WHERE ${one('order_line', 'returned = 0 AND delivered > 0')}`,
  },
  {
    audit: 'returns/35_returned_once',
    what: 'a unit back that was never shipped',
    says: /units back, 0 packed/,
    sql: `UPDATE parcel SET state = 'lost' WHERE order_id IN (SELECT order_id FROM return_case)`,
  },
  {
    audit: 'returns/36_not_sellable_until_graded',
    what: 'an undecided unit that does not lie under inspection',
    says: /wait for a decision/,
    sql: `${unguard('return_unit')} UPDATE return_unit SET state = 'received' WHERE ${one('return_unit', `state = 'restocked'`)}`,
  },
  {
    audit: 'returns/37_stock_by_restock_only',
    what: 'units from a customer that were sellable at once',
    says: /from a customer as sellable/,
    sql: `UPDATE ledger SET to_condition = 'sellable' WHERE ${one('ledger', `from_place = 'customer'`)}`,
  },
  {
    audit: 'returns/37_stock_by_restock_only',
    what: 'a unit restocked by no movement',
    says: /restocked by a movement of 0 units/,
    sql: `UPDATE return_unit SET movement_id = gen_random_uuid() WHERE ${one('return_unit', `state = 'restocked'`)}`,
  },
  {
    audit: 'returns/37_stock_by_restock_only',
    what: 'a restock of what nobody returned',
    says: /belongs to no returned unit/,
    sql: `UPDATE return_unit SET state = 'scrapped' WHERE ${one('return_unit', `state = 'restocked'`)}`,
  },
  {
    audit: 'scans/41_refusals_have_reasons',
    what: 'a refused scan without its reason',
    says: /scan/,
    sql: `${unguard('scan')} UPDATE scan SET refusal_code = NULL WHERE ${one('scan', 'NOT ok')}`,
  },
  {
    audit: 'scans/41_refusals_have_reasons',
    what: 'a refused scan of which the worker was told another reason',
    says: /scan/,
    sql: `UPDATE scan SET refusal_code = 'no_reason' WHERE ${one('scan', 'NOT ok')}`,
  },
  {
    audit: 'scans/41_refusals_have_reasons',
    what: 'a refused request without its reason',
    says: /request/,
    sql: `${unguard('refused_request')} INSERT INTO refused_request (id, route, code, at) VALUES (gen_random_uuid(), 'GET /', '', '2026-11-20')`,
  },
];

function shift(has: string): string {
  return `INSERT INTO driver_shift (site_id, shift_id, from_at, to_at, pay_krw, ends_at, state, driver_id, accepted_at)
  SELECT site_id, gen_random_uuid(), '2026-11-20T10:00:00Z', '2026-11-20T18:00:00Z', 100000, '2026-11-20T09:00:00Z', ${has} FROM site LIMIT 1`;
}
