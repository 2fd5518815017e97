import { expect } from 'vitest';
import * as inventory from '../../src/inventory/index.ts';
import type { Database } from '../../src/platform/database.ts';
import type { Outcome } from '../../src/platform/errors.ts';
import { newId } from '../../src/platform/ids.ts';
import { transact } from '../../src/platform/transact.ts';
import { system, type Work } from '../../src/platform/work.ts';

const { ADJUSTMENT, CUSTOMER, SUPPLIER, binPlace, totePlace } = inventory;

interface Promised {
  promiseId: string;
  open: number;
  live: boolean;
}

/** What ought to be true of one item at one site, kept beside the database and by much simpler rules. */
export interface Model {
  bins: { place: string; sellable: number; held: number; allocated: number }[];
  inTotes: number;
  promises: Promised[];
  allocations: { allocationId: string; bin: number; left: number; promise: Promised; active: boolean }[];
}

export const emptyModel = (bins: string[]): Model => ({
  bins: bins.map((code) => ({ place: binPlace(code), sellable: 0, held: 0, allocated: 0 })),
  inTotes: 0,
  promises: [],
  allocations: [],
});

const sum = (list: number[]) => list.reduce((total, n) => total + n, 0);
const oneOf = <T>(list: T[], at: number): T | undefined => list[at % Math.max(1, list.length)];
const freeAt = ({ sellable, allocated }: Model['bins'][number]) => sellable - allocated;
const available = ({ bins, promises }: Model) => sum(bins.map(freeAt)) - sum(promises.map(({ open }) => open));

/** The verbs as the model asks for them; a twin may answer otherwise. */
export type Promising = typeof inventory.promise;

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

  #post(work: Work, kind: string, [from, to, quantity]: [from: string, to: string, quantity: number]) {
    const { siteId, sellerId, itemId } = this.#of;
    return inventory.post(work, { siteId, kind, legs: [{ sellerId, itemId, from, to, quantity }] });
  }

  async receive(model: Model, bin: number, units: number): Promise<void> {
    const { place } = model.bins[bin]!;
    await this.#act('receive', true, (work) => this.#post(work, 'receive', [SUPPLIER, place, units]));
    model.bins[bin]!.sellable += units;
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
    const promise = oneOf(
      model.promises.filter(({ live }) => live),
      at,
    );
    if (promise === undefined) return;
    const { promiseId } = promise;
    await this.#act('release', true, (work) => inventory.releasePromise(work, { promiseId }));
    Object.assign(promise, { open: 0, live: false });
  }

  async reduce(model: Model, at: number): Promise<void> {
    const promise = oneOf(
      model.promises.filter(({ open }) => open > 0),
      at,
    );
    if (promise === undefined) return;
    const { siteId, itemId } = this.#of;
    const part = { siteId, promiseId: promise.promiseId, itemId, quantity: 1 };
    await this.#act('reduce', true, (work) => inventory.reducePromise(work, part));
    promise.open -= 1;
  }

  async allocate(model: Model, at: number, units: number): Promise<void> {
    const promise = oneOf(
      model.promises.filter(({ open }) => open > 0),
      at,
    );
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
    const allocation = oneOf(
      model.allocations.filter(({ active }) => active),
      at,
    );
    if (allocation === undefined) return;
    const { allocationId } = allocation;
    const quantity = Math.min(units, allocation.left);
    const { siteId } = this.#of;
    const to = totePlace('TOTE-0001');
    await this.#act('pick', true, (work) => inventory.settle(work, { siteId, allocationId, quantity, to }));
    const bin = model.bins[allocation.bin]!;
    bin.sellable -= quantity;
    bin.allocated -= quantity;
    model.inTotes += quantity;
    allocation.left -= quantity;
    allocation.active = allocation.left > 0;
  }

  async breakOff(model: Model, at: number, free: boolean): Promise<void> {
    const allocation = oneOf(
      model.allocations.filter(({ active, promise }) => active && (free || promise.live)),
      at,
    );
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
    const bin = oneOf(
      model.bins.filter(({ held }) => held > 0),
      at,
    );
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

  async ship(model: Model, units: number): Promise<void> {
    const tote = totePlace('TOTE-0001');
    // half of what is drawn asks for more than there is
    const quantity = units <= 4 ? Math.min(units, Math.max(1, model.inTotes)) : model.inTotes + units;
    const allowed = model.inTotes >= quantity;
    await this.#act('ship', allowed, (work) => this.#post(work, 'ship', [tote, CUSTOMER, quantity]));
    if (allowed) model.inTotes -= quantity;
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
      ...(model.inTotes > 0 ? [line(totePlace('TOTE-0001'), 'sellable', model.inTotes, 0)] : []),
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
