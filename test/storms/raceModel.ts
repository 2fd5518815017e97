import { chooseLosers } from '../../src/inventory/rules.ts';

/** One item at a few bins, as it stands between two races; what was made is told apart by when (`at`). */
export interface Stock {
  bins: { sellable: number; held: number; allocated: number }[];
  inTotes: number;
  promises: { at: number; open: number; lost: boolean; live: boolean }[];
  allocations: { at: number; bin: number; promise: number; left: number }[];
}

/** `of` names a promise or an allocation by its number among those that there were before the race. */
export type Command =
  | { verb: 'promise'; units: number }
  | { verb: 'release' | 'reduce'; of: number }
  | { verb: 'allocate'; of: number; units: number }
  | { verb: 'pick'; of: number; units: number }
  | { verb: 'breakOff'; of: number; to: 'promise' | 'free' }
  | { verb: 'hold' | 'free' | 'receive'; bin: number; units: number }
  | { verb: 'move'; bin: number; to: number; units: number };

const sum = (list: number[]) => list.reduce((total, n) => total + n, 0);
const freeAt = ({ sellable, allocated }: Stock['bins'][number]) => sellable - allocated;
export const availableIn = ({ bins, promises }: Stock) => sum(bins.map(freeAt)) - sum(promises.map(({ open }) => open));

/** Does it to the stock, as if nobody else were there. @returns what is answered */
export function apply(stock: Stock, command: Command, at: number, before: Stock): string {
  const { bins, promises } = stock;
  const promiseOf = (of: number) => promises.find((one) => one.at === before.promises[of]!.at)!;
  switch (command.verb) {
    case 'promise':
      if (availableIn(stock) < command.units) return 'not_enough_stock';
      promises.push({ at, open: command.units, lost: false, live: true });
      return 'done';
    case 'release':
      Object.assign(promiseOf(command.of), { open: 0, live: false });
      return 'done';
    case 'reduce': {
      const promise = promiseOf(command.of);
      if (promise.open < 1) return 'promise_smaller';
      promise.open -= 1;
      promise.lost = true;
      return 'done';
    }
    case 'allocate':
      return allocate(stock, promiseOf(command.of), command.units, at);
    case 'pick':
    case 'breakOff':
      return onAllocation(stock, command, before.allocations[command.of]!);
    case 'hold':
      return hold(stock, command);
    case 'free':
      if (bins[command.bin]!.held < command.units) return 'not_enough_at_place';
      bins[command.bin]!.held -= command.units;
      bins[command.bin]!.sellable += command.units;
      return 'done';
    case 'receive':
      bins[command.bin]!.sellable += command.units;
      return 'done';
    default:
      if (freeAt(bins[command.bin]!) < command.units) return 'not_enough_at_place';
      bins[command.bin]!.sellable -= command.units;
      bins[command.to]!.sellable += command.units;
      return 'done';
  }
}

/** The first bin that holds all of it, else as they come. */
function allocate(stock: Stock, promise: Stock['promises'][number], units: number, at: number): string {
  const wanted = Math.min(units, promise.open);
  let left = wanted;
  const whole = stock.bins.findIndex((bin) => freeAt(bin) >= wanted);
  for (const [bin, there] of stock.bins.entries()) {
    const take = whole >= 0 && bin !== whole ? 0 : Math.min(left, freeAt(there));
    if (take === 0) continue;
    there.allocated += take;
    left -= take;
    stock.allocations.push({ at, bin, promise: promise.at, left: take });
  }
  promise.open -= wanted - left;
  return `done ${wanted - left}`;
}

function onAllocation(
  stock: Stock,
  command: Extract<Command, { verb: 'pick' | 'breakOff' }>,
  of: Stock['allocations'][number],
): string {
  const allocation = stock.allocations.find(({ at, bin }) => at === of.at && bin === of.bin);
  if (allocation === undefined) return 'allocation_ended';
  const bin = stock.bins[allocation.bin]!;
  const units = command.verb === 'pick' ? command.units : allocation.left;
  if (units > allocation.left) return 'over_pick';
  bin.allocated -= units;
  allocation.left -= units;
  if (allocation.left === 0) stock.allocations.splice(stock.allocations.indexOf(allocation), 1);
  if (command.verb === 'pick') {
    bin.sellable -= units;
    stock.inTotes += units;
  } else if (command.to === 'promise') stock.promises.find(({ at }) => at === allocation.promise)!.open += units;
  return 'done';
}

/** Newest allocations first, then the promises that the rest no longer covers. */
function hold(stock: Stock, { bin, units }: { bin: number; units: number }): string {
  const there = stock.bins[bin]!;
  if (there.sellable < units) return 'not_enough_at_place';
  for (const allocation of stock.allocations.filter((one) => one.bin === bin).toSorted((a, b) => b.at - a.at)) {
    if (freeAt(there) >= units) break;
    there.allocated -= allocation.left;
    stock.promises.find(({ at }) => at === allocation.promise)!.open += allocation.left;
    stock.allocations.splice(stock.allocations.indexOf(allocation), 1);
  }
  const shares = stock.promises
    .filter(({ open }) => open > 0)
    .toSorted((a, b) => b.at - a.at)
    .map((promise) => ({
      promise,
      promiseId: `${promise.at}`,
      open: promise.open,
      aside: false,
      confirmed: true,
      waits: promise.lost,
    }));
  for (const { share, units: lost } of chooseLosers(shares, Math.max(0, units - availableIn(stock)))) {
    share.promise.open -= lost;
    share.promise.lost = true;
  }
  there.sellable -= units;
  there.held += units;
  return 'done';
}

/** For comparing: the same stock is the same text. */
export const textOf = ({ bins, inTotes, promises, allocations }: Stock): string =>
  JSON.stringify([
    bins.map(({ sellable, held, allocated }) => [sellable, held, allocated]),
    inTotes,
    promises.map(({ at, open, live }) => [at, open, live]).toSorted((a, b) => Number(a[0]) - Number(b[0])),
    allocations.map(({ at, bin, left }) => [at, bin, left]).toSorted((a, b) => a[0]! - b[0]! || a[1]! - b[1]!),
  ]);

export function* ordersOf<T>(list: T[]): Generator<T[]> {
  if (list.length <= 1) yield list;
  for (const [at, first] of list.entries()) {
    if (list.length <= 1) return;
    for (const rest of ordersOf(list.filter((_, other) => other !== at))) yield [first, ...rest];
  }
}
