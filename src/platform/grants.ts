/** What a role may do to the rows of a table: read; also add; also change; also remove. To note is to add unread. */
export const VERBS = {
  nothing: [],
  note: ['INSERT'],
  read: ['SELECT'],
  add: ['SELECT', 'INSERT'],
  change: ['SELECT', 'INSERT', 'UPDATE'],
  remove: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'],
} as const;

export type May = keyof typeof VERBS;

/** What the app's role may do. A table that is not named here may be read, added to and changed. */
export const appMay: Record<string, May> = {
  migration: 'nothing',
  migration_lock: 'nothing',

  // history: what happened stays as it was written
  ledger: 'add',
  scan: 'add',
  scan_conflict: 'add',
  access_record: 'add',
  account_event: 'add',
  access_seal: 'add',
  access_sealed: 'add',
  order_event: 'add',
  parcel_event: 'add',
  put_away_override: 'add',
  failure_policy: 'add',
  hold_order: 'add',
  retired_key: 'read',

  // kept for a time
  data_key: 'remove',
  file: 'remove',
  flash_customer: 'remove',
  idempotency_key: 'remove',
  outbox: 'remove',
  pin_try: 'remove',
  position: 'remove',
  refused_request: 'remove',
  session: 'remove',
  user_site: 'remove',

  // plans and drafts, which are redrawn
  bin_reservation: 'remove',
  cut_off_room: 'remove',
  delivery_skill: 'remove',
  delivery_zone: 'remove',
  dock_booking: 'remove',
  inbound_box: 'remove',
  inbound_box_line: 'remove',
  inbound_line: 'remove',
  item_pack: 'remove',
  load_place: 'remove',
  load_plan: 'remove',
  order_line: 'remove',
  road_matrix: 'remove',
  route_violation: 'remove',
  stop: 'remove',
  vehicle_skill: 'remove',
};

/**
 * What a seller's role may do. With a table that is not named here it may do nothing; or to its own rows what the app may,
 * where it stands behind a wall. Some are named with nothing for the reader.
 */
export const sellerMay: Record<string, May> = {
  access_record: 'note',
  account_event: 'note',
  access_seal: 'nothing',
  access_sealed: 'nothing',
  consumer: 'nothing',
  data_key: 'nothing',
  delivery_skill: 'nothing',
  file: 'nothing',
  job: 'nothing',
  migration: 'nothing',
  migration_lock: 'nothing',
  parked_fact: 'nothing',
  pin_try: 'nothing',
  position: 'nothing',
  refused_request: 'nothing',
  road_matrix: 'nothing',
  scan: 'nothing',
  scan_session: 'nothing',
  sscc_serial: 'nothing',
  tracker: 'nothing',
  vehicle_skill: 'nothing',

  // a site's, the same for every seller: its hours and zones, its places, which keys are no more
  bin: 'read',
  cut_off: 'read',
  cut_off_room: 'read',
  delivery_zone: 'read',
  retired_key: 'read',
  site: 'read',

  flash_customer: 'change',
  idempotency_key: 'add',
  outbox: 'add',
  session: 'change',

  // their own, which others keep for them
  adjustment: 'read',
  batch_slot: 'read',
  bin_reservation: 'read',
  hold: 'read',
  hold_order: 'read',
  hold_unit: 'read',
  label: 'read',
  ledger: 'read',
  lpn: 'read',
  parcel: 'read',
  parcel_event: 'read',
  parcel_line: 'read',
  pick_task: 'read',
  put_back_task: 'read',
  receipt: 'read',
  return_unit: 'read',
  seller: 'read',
  stop_parcel: 'read',
  tote_use: 'read',
  tracking: 'read',
  user_account: 'read',
  user_site: 'read',
};

/**
 * What both roles may call, each of which does one thing with the owner's rights: to keys by their names, to the numbers on the
 * boxes that a seller announces, to the one calendar of docks, where an hour that another seller has is taken.
 */
export const ownersCalls = [
  'dock_hours_taken',
  'free_dock_hour',
  'keep_request_key',
  'request_key',
  'take_sscc_serials',
];

/** A table above, and the columns that the rows below hang on it by: `below=above` where their names differ. */
export type Hanging = [above: string, ...by: string[]];

/** Tables without a seller_id, whose rows belong to whoever owns the row above. */
export const hangsOn: Record<string, Hanging> = {
  dock_booking: ['inbound_shipment', 'site_id', 'shipment_id'],
  idempotency_key: ['user_account', 'actor_id=user_id'],
  inbound_box: ['inbound_shipment', 'site_id', 'shipment_id'],
  inbound_box_line: ['inbound_shipment', 'site_id', 'shipment_id'],
  open_parcel_task: ['parcel', 'site_id', 'parcel_id'],
  parcel_event: ['parcel', 'site_id', 'parcel_id'],
  parcel_line: ['parcel', 'site_id', 'parcel_id'],
  promise_line: ['promise', 'site_id', 'promise_id'],
  receipt: ['inbound_shipment', 'site_id', 'shipment_id'],
  return_asked: ['return_case', 'site_id', 'return_id'],
  return_unit: ['return_case', 'site_id', 'return_id'],
  session: ['user_account', 'user_id'],
  stop_parcel: ['parcel', 'site_id', 'parcel_id'],
  user_site: ['user_account', 'user_id'],
};

/** What is written in one statement with the row above, which that statement does not see yet, is told by another row. */
export const writtenBy: Record<string, Hanging> = {
  promise_line: ['item', 'item_id'],
};
