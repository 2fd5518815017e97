import { expect } from 'vitest';
import * as inventory from '../../src/inventory/index.ts';
import type { Database } from '../../src/platform/database.ts';
import type { Outcome } from '../../src/platform/errors.ts';
import { newId } from '../../src/platform/ids.ts';
import { transact } from '../../src/platform/transact.ts';
import { system, type Work } from '../../src/platform/work.ts';
import { available, freeAt, sum, type Model, type Promising } from './inventoryModel.ts';

const { ADJUSTMENT, CUSTOMER, SUPPLIER, binPlace } = inventory;
const DOCK = inventory.dockPlace('DOCK-1');
const TOTE = inventory.totePlace('TOTE-0001');
const PARCEL = inventory.parcelPlace('PARCEL-1');

function oneOf<T>(list: T[], at: number, fits: (one: T) => boolean): T | undefined {
  const fitting = list.filter(fits);
  return fitting[at % Math.max(1, fitting.length)];
}
type Ends = [from: string, to: string, quantity: number];
type Conditions = Pick<inventory.Leg, 'fromCondition' | 'toCondition'>;
/** Half of what is drawn asks for more than there is. */
const orTooMany = (units: number, there: number) => (units <= 4 ? Math.min(units, Math.max(1, there)) : there + units);

export class Floor {
  readonly #db: Database;
  readonly #of: { siteId: string; sellerId: string; itemId: string };
  readonly #promise: Promising;
  /** How often each command had its effect, and how often it was refused as it should be. */
  readonly reached: Record<string, number>;

  constructor(
    db: Database,
    of: { siteId: string; sellerId: string; itemId: string },
    more: { reached: Record<string, number>; promise?: Promising },
  ) {
    this.#db = db;
    this.#of = of;
    this.reached = more.reached;
    this.#promise = more.promise ?? inventory.promise;
  }

  async #act<T>(what: string, allowed: boolean, verb: (work: Work) => Promise<Outcome<T>>): Promise<T | undefined> {
    const outcome = await transact(this.#db, { actor: system, at: new Date(), id: newId() }, verb);
    expect(outcome.refused ? outcome.refusal.code : 'done', what).toMatch(allowed ? /^done$/ : /^not_enough_/);
    const hit = allowed ? what : `${what} refused`;
    this.reached[hit] = (this.reached[hit] ?? 0) + 1;
    return outcome.refused ? undefined : outcome.value;
  }

  #post(work: Work, kind: string, [from, to, quantity]: Ends, conditions: Conditions = {}) {
    const { siteId, sellerId, itemId } = this.#of;
    return inventory.post(work, { siteId, kind, legs: [{ sellerId, itemId, from, to, quantity, ...conditions }] });
  }

  async receive(model: Model, units: number): Promise<void> {
    await this.#act('receive', true, (work) => this.#post(work, 'receive', [SUPPLIER, DOCK, units]));
    model.atDock += units;
  }

  async putAway(model: Model, bin: number, units: number): Promise<void> {
    const { place } = model.bins[bin]!;
    const quantity = units <= 20 ? Math.min(units, Math.max(1, model.atDock)) : model.atDock + units;
    const allowed = model.atDock >= quantity;
    await this.#act('put away', allowed, (work) => this.#post(work, 'putAway', [DOCK, place, quantity]));
    if (!allowed) return;
    model.atDock -= quantity;
    model.bins[bin]!.sellable += quantity;
  }

  async move(model: Model, bin: number, to: number, units: number): Promise<void> {
    const [here, there] = [model.bins[bin]!, model.bins[to]!];
    if (here === there) return;
    const allowed = freeAt(here) >= units;
    await this.#act('move', allowed, (work) => this.#post(work, 'move', [here.place, there.place, units]));
    if (!allowed) return;
    here.sellable -= units;
    there.sellable += units;
  }

  async writeOff(model: Model, bin: number, units: number): Promise<void> {
    const here = model.bins[bin]!;
    const allowed = freeAt(here) >= units && available(model) >= units;
    await this.#act('write off', allowed, (work) => this.#post(work, 'adjust', [here.place, ADJUSTMENT, units]));
    if (allowed) here.sellable -= units;
  }

  async promise(model: Model, units: number): Promise<void> {
    const { siteId, sellerId, itemId } = this.#of;
    const allowed = available(model) >= units;
    const lines = [{ itemId, quantity: units }];
    const asked = { siteId, sellerId, channel: 'model', mall: '', externalId: newId(), lines };
    const made = await this.#act('promise', allowed, (work) => this.#promise(work, asked));
    if (made !== undefined) model.promises.push({ promiseId: made.promiseId, open: units, live: true });
  }

  async release(model: Model, at: number): Promise<void> {
    const promise = oneOf(model.promises, at, ({ live }) => live);
    if (promise === undefined) return;
    const { promiseId } = promise;
    await this.#act('release', true, (work) => inventory.releasePromise(work, { promiseId }));
    Object.assign(promise, { open: 0, live: false });
  }

  async reduce(model: Model, at: number): Promise<void> {
    const promise = oneOf(model.promises, at, ({ open }) => open > 0);
    if (promise === undefined) return;
    const { siteId, itemId } = this.#of;
    const part = { siteId, promiseId: promise.promiseId, itemId, quantity: 1 };
    await this.#act('reduce', true, (work) => inventory.reducePromise(work, part));
    promise.open -= 1;
  }

  async allocate(model: Model, at: number, units: number): Promise<void> {
    const promise = oneOf(model.promises, at, ({ open }) => open > 0);
    if (promise === undefined) return;
    const quantity = Math.min(units, promise.open);
    const { siteId, ...of } = this.#of;
    const line = { ...of, orderId: newId(), lineNo: 1, promiseId: promise.promiseId, quantity };
    const made = await this.#act('allocate', true, (work) => inventory.allocate(work, { siteId, lines: [line] }));
    const given = sum(made!.allocations.map((allocation) => allocation.quantity));
    expect(given).toBe(Math.min(quantity, sum(model.bins.map(freeAt))));
    for (const { allocationId, binCode, quantity: left } of made!.allocations) {
      const bin = model.bins.findIndex(({ place }) => place === binPlace(binCode));
      model.bins[bin]!.allocated += left;
      model.allocations.push({ allocationId, bin, left, promise, active: true });
    }
    promise.open -= given;
  }

  async pick(model: Model, at: number, units: number): Promise<void> {
    const allocation = oneOf(model.allocations, at, ({ active }) => active);
    if (allocation !== undefined) await this.#take(model, allocation, Math.min(units, allocation.left));
  }

  async #take(model: Model, allocation: Model['allocations'][number], quantity: number): Promise<void> {
    const { siteId } = this.#of;
    const asked = { siteId, allocationId: allocation.allocationId, quantity, to: TOTE };
    await this.#act('pick', true, (work) => inventory.settle(work, asked));
    const bin = model.bins[allocation.bin]!;
    bin.sellable -= quantity;
    bin.allocated -= quantity;
    model.inTotes += quantity;
    allocation.left -= quantity;
    allocation.active = allocation.left > 0;
  }

  /** One unit is there; the others are held where the books have them, and fetched from elsewhere. */
  async shortPick(model: Model, at: number): Promise<void> {
    const allocation = oneOf(model.allocations, at, ({ active, left, promise }) => active && left > 1 && promise.live);
    // where nothing else covers the promise it loses units: that is told by tests of its own
    if (allocation === undefined || available(model) < allocation.left - 1) return;
    await this.#take(model, allocation, 1);
    const { allocationId, left: missing, promise } = allocation;
    const bin = model.bins[allocation.bin]!;
    const { siteId, itemId } = this.#of;
    await this.#act('short pick', true, async (work) => {
      const broken = await inventory.breakAllocation(work, { siteId, allocationId, to: 'promise' });
      if (broken.refused) return broken;
      const units = { siteId, itemId, place: bin.place, quantity: missing, prefer: promise.promiseId };
      return inventory.holdUnits(work, { ...units, reason: 'fewer' });
    });
    bin.allocated -= missing;
    bin.sellable -= missing;
    bin.held += missing;
    promise.open += missing;
    Object.assign(allocation, { left: 0, active: false });
  }

  async breakOff(model: Model, at: number, free: boolean): Promise<void> {
    const allocation = oneOf(model.allocations, at, ({ active, promise }) => active && (free || promise.live));
    if (allocation === undefined) return;
    const { promise } = allocation;
    const to = free ? 'free' : 'promise';
    const { siteId } = this.#of;
    const { allocationId, left } = allocation;
    await this.#act(`break to ${to}`, true, (work) => inventory.breakAllocation(work, { siteId, allocationId, to }));
    model.bins[allocation.bin]!.allocated -= left;
    if (to === 'promise') promise.open += left;
    Object.assign(allocation, { left: 0, active: false });
  }

  async hold(model: Model, at: number, units: number): Promise<void> {
    const bin = model.bins[at]!;
    // more than is free would break what is allocated and promised: that is told by tests of its own
    if (freeAt(bin) < units || available(model) < units) return;
    const { siteId, itemId } = this.#of;
    const of = { siteId, itemId, place: bin.place, quantity: units, reason: 'damaged' };
    await this.#act('hold', true, (work) => inventory.holdUnits(work, of));
    bin.sellable -= units;
    bin.held += units;
  }

  async free(model: Model, at: number, units: number): Promise<void> {
    const bin = oneOf(model.bins, at, ({ held }) => held > 0);
    const { place, held } = bin ?? model.bins[at]!;
    // half of what is drawn asks for more than is held
    const quantity = units <= 4 ? Math.min(units, Math.max(1, held)) : held + units;
    const allowed = held >= quantity;
    const { siteId, itemId } = this.#of;
    const of = { siteId, itemId, place, quantity, reason: 'looked at' };
    await this.#act('free', allowed, (work) => inventory.freeUnits(work, of));
    if (!allowed) return;
    bin!.held -= quantity;
    bin!.sellable += quantity;
  }

  async pack(model: Model, units: number): Promise<void> {
    const quantity = orTooMany(units, model.inTotes);
    const allowed = model.inTotes >= quantity;
    await this.#act('pack', allowed, (work) => this.#post(work, 'pack', [TOTE, PARCEL, quantity]));
    if (!allowed) return;
    model.inTotes -= quantity;
    model.inParcels += quantity;
  }

  async ship(model: Model, units: number): Promise<void> {
    const quantity = orTooMany(units, model.inParcels);
    const allowed = model.inParcels >= quantity;
    await this.#act('ship', allowed, (work) => this.#post(work, 'ship', [PARCEL, CUSTOMER, quantity]));
    if (!allowed) return;
    model.inParcels -= quantity;
    model.sold += quantity;
  }

  /** How many units a customer still has is what returns know, not stock. */
  async comeBack(model: Model, units: number): Promise<void> {
    const quantity = Math.min(units, model.sold);
    if (quantity === 0) return;
    const ends: Ends = [CUSTOMER, DOCK, quantity];
    await this.#act('return', true, (work) => this.#post(work, 'return', ends, { toCondition: 'inspect' }));
    model.sold -= quantity;
    model.toInspect += quantity;
  }

  async restock(model: Model, bin: number, units: number): Promise<void> {
    const { place } = model.bins[bin]!;
    const quantity = orTooMany(units, model.toInspect);
    const allowed = model.toInspect >= quantity;
    const ends: Ends = [DOCK, place, quantity];
    await this.#act('restock', allowed, (work) =>
      this.#post(work, 'restock', ends, { fromCondition: 'inspect', toCondition: 'sellable' }),
    );
    if (!allowed) return;
    model.toInspect -= quantity;
    model.bins[bin]!.sellable += quantity;
  }

  /** Somebody finds so many more in a bin than the books say, or fewer. */
  async count(model: Model, at: number, off: number): Promise<void> {
    const bin = model.bins[at]!;
    // more missing than is free would break what is allocated and promised: that is told by tests of its own
    const difference = Math.max(off, -Math.min(freeAt(bin), available(model)));
    const binCode = inventory.codeOfPlace(bin.place);
    const counted = bin.sellable + bin.held + difference;
    await this.#act('count', true, async (work) => {
      const input = { ...this.#of, binCode, counted, since: work.at };
      return inventory.assertCount(work, input, await inventory.lockCounts(work, input.siteId, [input]));
    });
    bin.sellable += difference;
  }

  /** After every step the database must say what the model says. */
  async compare(model: Model): Promise<void> {
    const { siteId, itemId } = this.#of;
    const { rows } = (await this.#db.raw(
      `SELECT place, condition, quantity, allocated FROM balance WHERE site_id = ? AND item_id = ? AND quantity > 0`,
      [siteId, itemId],
    )) as { rows: { place: string; condition: string; quantity: number; allocated: number }[] };
    const line = (place: string, condition: string, quantity: number, allocated: number) =>
      `${place} ${condition} ${quantity} ${allocated}`;
    const wanted = [
      ...model.bins.flatMap(({ place, sellable, held, allocated }) => [
        ...(sellable > 0 ? [line(place, 'sellable', sellable, allocated)] : []),
        ...(held > 0 ? [line(place, 'hold', held, 0)] : []),
      ]),
      ...(model.atDock > 0 ? [line(DOCK, 'sellable', model.atDock, 0)] : []),
      ...(model.toInspect > 0 ? [line(DOCK, 'inspect', model.toInspect, 0)] : []),
      ...(model.inTotes > 0 ? [line(TOTE, 'sellable', model.inTotes, 0)] : []),
      ...(model.inParcels > 0 ? [line(PARCEL, 'sellable', model.inParcels, 0)] : []),
    ];
    const there = rows.map((row) => line(row.place, row.condition, row.quantity, row.allocated));
    expect(new Set(there)).toEqual(new Set(wanted));
    const { rows: sums } = (await this.#db.raw(
      `SELECT promised, on_hand - held - promised - allocated AS available FROM item_stock WHERE site_id = ? AND item_id = ?`,
      [siteId, itemId],
    )) as { rows: { promised: number; available: number }[] };
    const promised = sum(model.promises.map(({ open }) => open));
    expect(sums[0] ?? { promised: 0, available: 0 }).toEqual({ promised, available: available(model) });
  }
}
