import { refuse, type Outcome } from '../platform/errors.ts';
import type { Work } from '../platform/work.ts';
import type { Correction } from './adjust.ts';
import { lockStock, type HeldStock } from './lockStock.ts';
import { ADJUSTMENT, conditions } from './place.ts';
import { post, type Leg } from './post.ts';
import { balancesAt, type Balance } from './store.ts';
import { takeOut } from './takeOut.ts';

type Written = Outcome<{ movementId: string }>;

/** Writes a correction into the ledger: units that were found come in, units that are lost go, whatever rests on them. */
export async function writeOff(work: Work, correction: Correction, held?: HeldStock): Promise<Written> {
  const {
    siteId,
    place,
    sellerId,
    itemId,
    lot = '',
    serial = '',
    condition = 'sellable',
    quantity,
    reason,
  } = correction;
  if (quantity < 0) return loseUnitsAt(work, correction, held);
  const leg = { sellerId, itemId, lot, serial, from: ADJUSTMENT, to: place, toCondition: condition, quantity };
  return post(work, { siteId, kind: 'adjust', reason, legs: [leg] });
}

/** All that units which are to be written off rest on, and what makes room for them. */
export async function lockLoss(work: Work, correction: Correction): Promise<HeldStock> {
  const { siteId, place, itemId } = correction;
  const before = shareOut(await unitsLying(work, correction), -correction.quantity);
  const onSale = before.filter(({ row }) => row.condition === 'sellable');
  const out = onSale.map(({ units }) => ({ place, itemId, quantity: units }));
  return lockStock(work, { siteId, out, places: [{ place, itemId }], items: [{ siteId, itemId }] });
}

/** Those on sale first: whoever is promised a unit is told at once; then what nobody may sell. */
async function loseUnitsAt(work: Work, correction: Correction, given?: HeldStock): Promise<Written> {
  const { siteId, place, itemId, reason } = correction;
  const quantity = -correction.quantity;
  const held = given ?? (await lockLoss(work, correction));
  const lying = await unitsLying(work, correction);
  const shares = shareOut(lying, quantity);
  const there = lying.reduce((sum, row) => sum + row.quantity, 0);
  if (there < quantity) {
    return refuse('not_enough_at_place', 'Fewer units lie there', { got: quantity, expected: there });
  }
  let written: Written | undefined;
  for (const { row, units } of shares.filter(({ row }) => row.condition === 'sellable')) {
    const one = { siteId, place, itemId, lot: row.lot, serial: row.serial, quantity: units, reason };
    written = await takeOut(work, one, { to: ADJUSTMENT, toCondition: 'sellable', kind: 'adjust', held });
    if (written.refused) return written;
  }
  const legs = shares
    .filter(({ row }) => row.condition !== 'sellable')
    .map(({ row, units }): Leg => {
      const { sellerId, lot, serial, condition } = row;
      const ends = { from: place, to: ADJUSTMENT, fromCondition: condition, toCondition: 'sellable' } as const;
      return { sellerId, itemId, lot, serial, ...ends, quantity: units };
    });
  if (legs.length === 0) return written!;
  const rest = await post(work, { siteId, kind: 'adjust', reason, legs });
  return rest.refused ? rest : (written ?? rest);
}

async function unitsLying(work: Work, { siteId, place, itemId, lot = '', serial = '', condition }: Correction) {
  const rows = await balancesAt(work.tx, siteId, place);
  return rows
    .filter((row) => row.itemId === itemId && row.lot === lot && row.serial === serial)
    .filter((row) => condition === undefined || row.condition === condition)
    .toSorted((a, b) => conditions.indexOf(a.condition) - conditions.indexOf(b.condition));
}

function shareOut(rows: Balance[], quantity: number): { row: Balance; units: number }[] {
  let left = quantity;
  return rows.flatMap((row) => {
    const units = Math.min(left, row.quantity);
    left -= units;
    return units > 0 ? [{ row, units }] : [];
  });
}
