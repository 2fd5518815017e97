import * as inventory from '../../src/inventory/index.ts';
import type { Database } from '../../src/platform/database.ts';
import { done, type Outcome } from '../../src/platform/errors.ts';
import { newId } from '../../src/platform/ids.ts';
import { transact } from '../../src/platform/transact.ts';
import { system, type Work } from '../../src/platform/work.ts';
import type { Promising } from './inventoryModel.ts';
import type { Command, Stock } from './raceModel.ts';

const { SUPPLIER, binPlace, totePlace } = inventory;
const TOTE = totePlace('TOTE-0001');

interface Named {
  promiseIds: string[];
  allocationIds: string[];
}

/** The same item in the database; each command in a transaction of its own. */
export class RaceFloor {
  readonly #db: Database;
  readonly #of: { siteId: string; sellerId: string; itemId: string };
  readonly #places: string[];
  readonly #promise: Promising;
  #named: Named = { promiseIds: [], allocationIds: [] };

  constructor(
    db: Database,
    of: { siteId: string; sellerId: string; itemId: string },
    { bins, promise = inventory.promise }: { bins: string[]; promise?: Promising | undefined },
  ) {
    this.#db = db;
    this.#of = of;
    this.#places = bins.map(binPlace);
    this.#promise = promise;
  }

  /** @returns what is answered: `done`, with the units where it may be fewer, or the code of the refusal */
  async act(command: Command, at: number): Promise<string> {
    const outcome = await transact(this.#db, { actor: system, at: new Date(at), id: newId() }, (work) =>
      this.#verb(work, command),
    );
    if (outcome.refused) return outcome.refusal.code;
    return typeof outcome.value === 'number' ? `done ${outcome.value}` : 'done';
  }

  #verb(work: Work, command: Command): Promise<Outcome<unknown>> {
    const { siteId, sellerId, itemId } = this.#of;
    const promiseId = 'of' in command ? (this.#named.promiseIds[command.of] ?? '') : '';
    const allocationId = 'of' in command ? (this.#named.allocationIds[command.of] ?? '') : '';
    const at = 'bin' in command ? { siteId, itemId, place: this.#places[command.bin]!, reason: 'race' } : undefined;
    switch (command.verb) {
      case 'promise': {
        const lines = [{ itemId, quantity: command.units }];
        return this.#promise(work, { siteId, sellerId, channel: 'race', mall: '', externalId: newId(), lines });
      }
      case 'release':
        return inventory.releasePromise(work, { promiseId });
      case 'reduce':
        return inventory.reducePromise(work, { siteId, promiseId, itemId, quantity: 1 });
      case 'allocate':
        return this.#allocate(work, promiseId, command.units);
      case 'pick':
        return inventory.settle(work, { siteId, allocationId, quantity: command.units, to: TOTE }).then(plainly);
      case 'breakOff':
        return inventory.breakAllocation(work, { siteId, allocationId, to: command.to });
      case 'hold':
        return inventory.holdUnits(work, { ...at!, quantity: command.units });
      case 'free':
        return inventory.freeUnits(work, { ...at!, quantity: command.units });
      case 'receive':
        return this.#move(work, SUPPLIER, at!.place, command.units);
      default:
        return this.#move(work, at!.place, this.#places[command.to]!, command.units);
    }
  }

  /** As a wave does: what the promise still holds is known once its line is. */
  async #allocate(work: Work, promiseId: string, units: number): Promise<Outcome<number>> {
    const { siteId, sellerId, itemId } = this.#of;
    const line = { sellerId, itemId, orderId: newId(), lineNo: 1, promiseId, quantity: units };
    const held = await inventory.lockDemands(work, siteId, [line]);
    const quantity = Math.min(units, held.lines[0]?.open ?? 0);
    if (quantity === 0) return done(0);
    const made = await inventory.allocate(work, { siteId, lines: [{ ...line, quantity }], held });
    return made.refused ? made : done(made.value.allocations.reduce((sum, one) => sum + one.quantity, 0));
  }

  #move(work: Work, from: string, to: string, quantity: number) {
    const { siteId, sellerId, itemId } = this.#of;
    return inventory.post(work, { siteId, kind: 'move', legs: [{ sellerId, itemId, from, to, quantity }] });
  }

  async #rows<R>(query: string): Promise<R[]> {
    const { siteId, itemId } = this.#of;
    return ((await this.#db.raw(query, [siteId, itemId])) as { rows: R[] }).rows;
  }

  /** What there is now, and the names of it for the commands of the next race. */
  async read(): Promise<Stock> {
    const balances = await this.#rows<{ place: string; condition: string; quantity: number; allocated: number }>(
      `SELECT place, condition, quantity, allocated FROM balance WHERE site_id = ? AND item_id = ?`,
    );
    const promises = await this.#rows<{ id: string; at: Date; open: number; lost: number; state: string }>(
      `SELECT promise_id AS id, at, open, lost, state FROM promise_line l JOIN promise p USING (site_id, promise_id)
        WHERE l.site_id = ? AND l.item_id = ? ORDER BY at`,
    );
    const allocations = await this.#rows<{ id: string; at: Date; place: string; left: number; promiseId: string }>(
      `SELECT allocation_id AS id, at, place, quantity - picked AS left, promise_id AS "promiseId" FROM allocation
        WHERE site_id = ? AND item_id = ? AND state = 'active' ORDER BY at, place`,
    );
    this.#named = { promiseIds: promises.map(({ id }) => id), allocationIds: allocations.map(({ id }) => id) };
    const unitsAt = (place: string, condition: string) =>
      balances.find((row) => row.place === place && row.condition === condition);
    const madeAt = new Map(promises.map(({ id, at }) => [id, at.getTime()]));
    return {
      bins: this.#places.map((place) => ({
        sellable: unitsAt(place, 'sellable')?.quantity ?? 0,
        allocated: unitsAt(place, 'sellable')?.allocated ?? 0,
        held: unitsAt(place, 'hold')?.quantity ?? 0,
      })),
      inTotes: unitsAt(TOTE, 'sellable')?.quantity ?? 0,
      promises: promises.map(({ at, open, lost, state }) => {
        return { at: at.getTime(), open, lost: lost > 0, live: state === 'confirmed' };
      }),
      allocations: allocations.map(({ at, place, left, promiseId }) => {
        return { at: at.getTime(), bin: this.#places.indexOf(place), left, promise: madeAt.get(promiseId)! };
      }),
    };
  }
}

const plainly = (outcome: Outcome<unknown>): Outcome<undefined> => (outcome.refused ? outcome : done(undefined));
