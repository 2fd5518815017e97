import { arraysOf, rows, send } from '../../platform/sql.ts';
import type { Tx, Work } from '../../platform/work.ts';
import { accountKey, isShelved, kindOfPlace, type Condition, type PlaceKind } from '../place.ts';
import type { Leg, Movement } from '../post.ts';
import { BALANCE_ORDER } from './lock.ts';

/** A movement as it is written: `work` says who does it, with what device and when. */
export interface Written {
  work: Work;
  movementId: string;
  movement: Movement;
}

/** What a balance or a sum of an item loses or gets by all legs together. */
interface Delta {
  place: string;
  itemId: string;
  sellerId: string;
  lot: string;
  serial: string;
  condition: Condition;
  quantity: number;
  taken: number;
  legs: number;
}

interface Due {
  itemId: string;
  sellerId: string;
  onHand: number;
  held: number;
  allocated: number;
}

/**
 * All movements of one site in one round trip: balances lowered under their guard and raised, then item sums changed under
 * theirs, then the ledger's rows. Rows are locked in key order, balances before sums. What was due and not done comes back
 * as `short`; the caller refuses.
 * Sums (item_stock): on_hand = units at dock, bin, lpn, tote, wall and parcel; held = not sellable at dock, bin and
 * lpn; allocated = allocated in balances + everything at tote, wall and parcel.
 */
export async function writeMovements(tx: Tx, siteId: string, written: Written[]) {
  const deltas = deltasOf(written.flatMap(({ movement }) => movement.legs));
  const dues = duesOf(deltas);
  const changed = Promise.all([
    changeBalances(tx, siteId, deltas),
    dues.length === 0 ? [] : changeSums(tx, siteId, dues),
  ]);
  addLegs(tx, siteId, written);
  const [lowered, summed] = await changed;
  const done = new Set([...lowered.map(accountKey), ...summed.map(({ itemId }) => itemId)]);
  const begun = new Set(summed.filter((sum) => sum.begun).map(({ itemId }) => itemId));
  const place = deltas
    .filter((delta) => delta.quantity < 0 && !done.has(accountKey(delta)))
    .map(({ itemId, place, lot, condition }) => ({ itemId, place, lot, condition: condition as string }));
  const site = dues.filter(({ itemId }) => !done.has(itemId));
  return {
    short: [...place, ...site.map(({ itemId }) => ({ itemId, place: 'site', lot: '', condition: '' }))],
    freed: dues.filter(({ onHand, held, allocated }) => onHand - held - allocated > 0),
    /** Items that nothing was ever here of. */
    first: dues.filter(({ itemId }) => begun.has(itemId)),
  };
}

/**
 * The same for movements within the house of units that the caller holds, without a wait: where a balance could not be
 * lowered the transaction fails (SQLSTATE assert_failure). Sums stay as they are.
 */
export function sendMovements(tx: Tx, siteId: string, written: Written[]): void {
  const deltas = deltasOf(written.flatMap(({ movement }) => movement.legs));
  if (duesOf(deltas).length > 0) throw new Error('held units stay in the house');
  const due = deltas.filter(({ quantity }) => quantity < 0).length;
  send(tx, `${LOWERED} SELECT demand(count(*) = :due, 'not_enough_at_place') FROM lowered`, {
    due,
    ...changeOf(siteId, deltas),
  });
  addLegs(tx, siteId, written);
}

type BalanceKey = Pick<Delta, 'place' | 'itemId' | 'lot' | 'serial' | 'condition'>;

/** Of real places; virtual ones have no balance. */
function deltasOf(legs: Leg[]): Delta[] {
  const deltas = new Map<string, Delta>();
  const add = (delta: Delta) => {
    if (!delta.place.includes('/')) return;
    const key = accountKey(delta);
    const known = deltas.get(key);
    deltas.set(key, known ?? delta);
    if (known === undefined) return;
    known.quantity += delta.quantity;
    known.taken += delta.taken;
    known.legs += 1;
  };
  for (const { from, to, quantity, taken = 0, lot = '', serial = '', ...leg } of legs) {
    const { sellerId, itemId, fromCondition = 'sellable', toCondition = fromCondition } = leg;
    const of = { sellerId, itemId, lot, serial, legs: 1 };
    add({ ...of, place: from, condition: fromCondition, quantity: -quantity, taken });
    add({ ...of, place: to, condition: toCondition, quantity, taken: 0 });
  }
  return [...deltas.values()];
}

const COMMITTED: ReadonlySet<PlaceKind> = new Set(['tote', 'wall', 'parcel']);

/** Items whose sums change; a pick moves units from one part of them to another. */
function duesOf(deltas: Delta[]): Due[] {
  const dues = new Map<string, Due>();
  for (const { place, itemId, sellerId, condition, quantity, taken } of deltas) {
    const due = dues.get(itemId) ?? { itemId, sellerId, onHand: 0, held: 0, allocated: 0 };
    dues.set(itemId, due);
    const kind = kindOfPlace(place);
    if (kind !== 'vehicle') due.onHand += quantity;
    if (isShelved(place) && condition !== 'sellable') due.held += quantity;
    due.allocated += (COMMITTED.has(kind) ? quantity : 0) - taken;
  }
  return [...dues.values()].filter(({ onHand, held, allocated }) => onHand !== 0 || held !== 0 || allocated !== 0);
}

/** Lowers balances under their guard and raises others; locked in key order. */
const LOWERED = `WITH delta AS MATERIALIZED (
       SELECT * FROM unnest(:place::text[], :itemId::uuid[], :sellerId::uuid[], :lot::text[], :serial::text[],
                            :condition::text[], :quantity::int[], :taken::int[], :legs::int[])
         AS d(place, item_id, seller_id, lot, serial, condition, q, taken, legs)
     ), locked AS MATERIALIZED (
       SELECT place, item_id, lot, serial, condition
         FROM balance b JOIN delta d USING (place, item_id, lot, serial, condition)
        WHERE b.site_id = :siteId::uuid
        ORDER BY ${BALANCE_ORDER} FOR UPDATE OF b
     ), lowered AS (
       UPDATE balance b
          SET quantity = b.quantity + d.q, allocated = b.allocated - d.taken, legs = b.legs + d.legs
         FROM delta d JOIN locked USING (place, item_id, lot, serial, condition)
        WHERE b.site_id = :siteId::uuid AND b.place = d.place AND b.item_id = d.item_id AND b.lot = d.lot
          AND b.serial = d.serial AND b.condition = d.condition
          AND d.q < 0 AND b.allocated >= d.taken AND b.quantity + d.q >= b.allocated - d.taken
       RETURNING b.place, b.item_id, b.lot, b.serial, b.condition
     ), raised AS (
       INSERT INTO balance AS b (site_id, place, item_id, lot, serial, condition, seller_id, quantity, legs)
       SELECT :siteId::uuid, place, item_id, lot, serial, condition, seller_id, q, legs
         FROM delta WHERE q >= 0 ORDER BY ${BALANCE_ORDER}
       ON CONFLICT (site_id, place, item_id, lot, serial, condition)
       DO UPDATE SET quantity = b.quantity + excluded.quantity, legs = b.legs + excluded.legs
     )`;

const changeOf = (siteId: string, deltas: Delta[]) => ({
  siteId,
  ...arraysOf(deltas, ['place', 'itemId', 'sellerId', 'lot', 'serial', 'condition', 'quantity', 'taken', 'legs']),
});

/** @returns those that could be lowered */
function changeBalances(tx: Tx, siteId: string, deltas: Delta[]): Promise<BalanceKey[]> {
  return rows(
    tx,
    `${LOWERED} SELECT place, item_id AS "itemId", lot, serial, condition FROM lowered`,
    changeOf(siteId, deltas),
  );
}

/** @returns items whose sums could be changed, and of these the ones that had none */
function changeSums(tx: Tx, siteId: string, dues: Due[]): Promise<{ itemId: string; begun: boolean }[]> {
  return rows(
    tx,
    `WITH due AS MATERIALIZED (
       SELECT * FROM unnest(:itemId::uuid[], :sellerId::uuid[], :onHand::int[], :held::int[], :allocated::int[])
         AS d(item_id, seller_id, on_hand, held, allocated)
     ), locked AS MATERIALIZED (
       SELECT s.item_id FROM item_stock s JOIN due USING (item_id)
        WHERE s.site_id = :siteId::uuid ORDER BY s.item_id FOR UPDATE OF s
     ), summed AS (
       UPDATE item_stock s
          SET on_hand = s.on_hand + d.on_hand, held = s.held + d.held, allocated = s.allocated + d.allocated
         FROM due d JOIN locked USING (item_id)
        WHERE s.site_id = :siteId::uuid AND s.item_id = d.item_id
          AND s.on_hand + d.on_hand >= 0 AND s.held + d.held >= 0 AND s.allocated + d.allocated >= 0
          AND s.on_hand + d.on_hand - s.held - d.held - s.promised - s.allocated - d.allocated >= 0
       RETURNING s.item_id
     ), begun AS (
       INSERT INTO item_stock AS s (site_id, item_id, seller_id, on_hand, held, allocated)
       SELECT :siteId::uuid, item_id, seller_id, on_hand, held, allocated FROM due d
        WHERE on_hand > 0
          AND NOT EXISTS (SELECT 1 FROM item_stock x WHERE x.site_id = :siteId::uuid AND x.item_id = d.item_id)
        ORDER BY item_id
       ON CONFLICT (site_id, item_id) DO UPDATE
         SET on_hand = s.on_hand + excluded.on_hand, held = s.held + excluded.held,
             allocated = s.allocated + excluded.allocated
       RETURNING s.item_id
     )
     SELECT item_id AS "itemId", false AS begun FROM summed UNION ALL SELECT item_id, true FROM begun`,
    { siteId, ...arraysOf(dues, ['itemId', 'sellerId', 'onHand', 'held', 'allocated']) },
  );
}

function addLegs(tx: Tx, siteId: string, written: Written[]): void {
  const legs = written.flatMap(({ work: { id, actor, at }, movementId, movement }) =>
    movement.legs.map((leg, no) => ({
      lot: '',
      serial: '',
      fromCondition: 'sellable',
      ...leg,
      toCondition: leg.toCondition ?? leg.fromCondition ?? 'sellable',
      movementId,
      leg: no + 1,
      kind: movement.kind,
      reason: movement.reason,
      reverses: movement.reverses,
      actorId: actor.userId,
      deviceId: actor.deviceId,
      at,
      trace: id,
    })),
  );
  send(
    tx,
    `INSERT INTO ledger (site_id, movement_id, leg, kind, seller_id, item_id, lot, serial, from_place, from_condition,
                         to_place, to_condition, quantity, reason, reverses, actor_id, device_id, at, trace, seal)
     SELECT :siteId::uuid, l.*,
            md5(concat_ws('|', :siteId::uuid, movement_id, leg, kind, seller_id, item_id, lot, serial, from_place,
                          from_condition, to_place, to_condition, quantity, coalesce(reason, ''),
                          coalesce(reverses::text, ''), actor_id, coalesce(device_id, ''), extract(epoch FROM at)))
       FROM unnest(:movementId::uuid[], :leg::int[], :kind::text[], :sellerId::uuid[], :itemId::uuid[], :lot::text[],
                   :serial::text[], :from::text[], :fromCondition::text[], :to::text[], :toCondition::text[],
                   :quantity::int[], :reason::text[], :reverses::uuid[], :actorId::uuid[], :deviceId::text[],
                   :at::timestamptz[], :trace::uuid[])
         AS l(movement_id, leg, kind, seller_id, item_id, lot, serial, from_place, from_condition, to_place, to_condition,
              quantity, reason, reverses, actor_id, device_id, at, trace)`,
    {
      siteId,
      ...arraysOf(legs, [
        'movementId',
        'leg',
        'kind',
        'sellerId',
        'itemId',
        'lot',
        'serial',
        'from',
        'fromCondition',
        'to',
        'toCondition',
        'quantity',
        'reason',
        'reverses',
        'actorId',
        'deviceId',
        'at',
        'trace',
      ]),
    },
  );
}
