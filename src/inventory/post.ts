import { done, refuse, RefusedError, type Outcome } from '../platform/errors.ts';
import { alone, Apart, type Asked } from '../platform/gather.ts';
import { newId } from '../platform/ids.ts';
import { tell, type Work } from '../platform/work.ts';
import { becameAvailable } from './events.ts';
import { carryHeld } from './holds/carryHeld.ts';
import { holdArrivals } from './holds/holdArrivals.ts';
import { kindOfPlace, type Condition } from './place.ts';
import { sendMovements, writeMovements, type Written } from './store.ts';

export interface Leg {
  sellerId: string;
  itemId: string;
  lot?: string;
  serial?: string;
  from: string;
  to: string;
  fromCondition?: Condition;
  toCondition?: Condition;
  quantity: number;
  /** Of quantity: units that leave the allocations on `from`; only settle gives it. */
  taken?: number;
}

export interface Movement {
  siteId: string;
  /** What was done, in one word of the floor: receive, putAway, pick … */
  kind: string;
  reason?: string;
  /** The movement that this one corrects. */
  reverses?: string;
  legs: Leg[];
}

/**
 * Writes one movement: all its legs, and the balances they change, in one statement. The only way a quantity changes.
 * @returns `not_enough_at_place` with the places that hold less than asked, or whose units are allocated or promised
 */
export function post(work: Work, movement: Movement): Promise<Outcome<{ movementId: string }>> {
  return alone(postMany, work, movement);
}

/** Movements of one site, one after the other in one statement; where one of several is short, none has been made. */
export async function postMany(asked: Asked<Movement>[]): Promise<Outcome<{ movementId: string }>[]> {
  const [{ work, input }] = asked as [Asked<Movement>];
  const written = numbered(asked);
  const result = await writeMovements(work.tx, input.siteId, written).catch(refuseLiveSerial);
  if (result.short.length > 0) {
    if (asked.length > 1) throw new Apart();
    return [refuse('not_enough_at_place', 'The units are not there, or not free', { details: result.short })];
  }
  await carryHeld(asked);
  if (result.freed.length > 0) await holdArrivals(asked, result.first);
  for (const { itemId, sellerId } of result.freed) tell(work, becameAvailable(input.siteId, sellerId, itemId));
  return written.map(({ movementId }) => done({ movementId }));
}

/** The same of units that the caller holds: the transaction fails where they are not there. */
export function postHeld(asked: Asked<Movement>[]): void {
  const [{ work, input }] = asked as [Asked<Movement>];
  sendMovements(work.tx, input.siteId, numbered(asked));
}

function numbered(asked: Asked<Movement>[]): Written[] {
  return asked.map(({ work, input: movement }) => {
    refuseUnwritable(movement);
    return { work, movementId: newId(), movement };
  });
}

function refuseUnwritable({ legs }: Movement): void {
  if (legs.length === 0) throw new Error('a movement needs a leg');
  for (const { quantity, from, to } of legs) {
    if (!Number.isInteger(quantity) || quantity <= 0) throw new Error(`a leg of ${quantity} units`);
    if (kindOfPlace(from) === 'virtual' && kindOfPlace(to) === 'virtual') throw new Error(`${from} to ${to}`);
  }
}

/** The unique index on live serials speaks last; a transaction that met it can only be rolled back. */
function refuseLiveSerial(error: unknown): never {
  if ((error as { constraint?: string }).constraint !== 'balance_serial') throw error;
  throw new RefusedError(refuse('serial_live', 'This serial number is in stock already').refusal);
}
