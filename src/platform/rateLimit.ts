import { isIPv6 } from 'node:net';
import { seconds } from './clock.ts';
import { refuse, RefusedError } from './errors.ts';

/** So many a second over time, and so many at once after a rest. */
export interface Rate {
  perSecond: number;
  burst: number;
}

/** Names that are remembered at once: some 10 MB. A name without debts is as good as forgotten. */
const MOST_NAMES = 100_000;

/**
 * Limits by name with one number a name, the generic cell rate algorithm (ITU-T I.371, 1993): the moment at which a name would
 * be without debts. In the memory of this process: n processes let through n times as much.
 */
export class Limit {
  readonly #gap_s: number;
  readonly #slack_s: number;
  readonly #now_s: () => number;
  readonly #free_s = new Map<string, number>();

  constructor({ perSecond, burst }: Rate, now_s: () => number = seconds) {
    this.#gap_s = 1 / perSecond;
    this.#slack_s = burst / perSecond;
    this.#now_s = now_s;
  }

  /** Takes one. @returns 0, or the seconds until one may be taken, where nothing was */
  take(name: string): number {
    const now_s = this.#now_s();
    const free_s = Math.max(this.#free_s.get(name) ?? 0, now_s) + this.#gap_s;
    const wait_s = free_s - now_s - this.#slack_s;
    // a hair of rounding is no reason to wait
    if (wait_s > 1e-9) return wait_s;
    this.#free_s.delete(name);
    this.#free_s.set(name, free_s);
    if (this.#free_s.size > MOST_NAMES) this.#forget(now_s);
    return 0;
  }

  /** More by a name that was let through for one: it waits the longer for its next. */
  charge(name: string, more: number): void {
    const free_s = this.#free_s.get(name);
    if (free_s !== undefined) this.#free_s.set(name, free_s + more * this.#gap_s);
  }

  /** Gives one back that was taken in vain. */
  giveBack(name: string): void {
    const free_s = this.#free_s.get(name);
    if (free_s !== undefined) this.#free_s.set(name, free_s - this.#gap_s);
  }

  get names(): number {
    return this.#free_s.size;
  }

  /** Those without debts; where all have some, the half that took longest ago. */
  #forget(now_s: number): void {
    for (const [name, free_s] of this.#free_s) if (free_s <= now_s) this.#free_s.delete(name);
    for (const name of this.#free_s.keys()) {
      if (this.#free_s.size <= MOST_NAMES / 2) break;
      this.#free_s.delete(name);
    }
  }
}

/** What each limit is; 0 is none. */
export interface Rates {
  /** Requests and scans a second by one token. */
  token: number;
  /** Requests a second from one address, before anybody is asked who it is. */
  address: number;
  /** Requests a second by one token at doors that keep a processor busy. */
  costly: number;
  /** Wrong passwords, PINs and device keys a minute from one address. */
  wrong_perMinute: number;
}

/** A warehouse's handhelds share one address; a shop's integration shares one token. */
export const usualRates: Rates = { token: 5000, address: 20_000, costly: 50, wrong_perMinute: 30 };

export interface Limits {
  token: Limit | undefined;
  address: Limit | undefined;
  costly: Limit | undefined;
  wrong: Limit | undefined;
}

export function limitsOf(rates: Rates, now_s: () => number = seconds): Limits {
  const limit = (perSecond: number, burst: number) =>
    perSecond > 0 ? new Limit({ perSecond, burst: Math.max(1, burst) }, now_s) : undefined;
  return {
    token: limit(rates.token, rates.token * 2),
    address: limit(rates.address, rates.address * 2),
    costly: limit(rates.costly, rates.costly * 4),
    wrong: limit(rates.wrong_perMinute / 60, rates.wrong_perMinute * 8),
  };
}

/** What a name is told that took too many; `expected` is in how many seconds it may come again. */
export function tooMany(wait_s: number) {
  const expected = `${Math.max(1, Math.ceil(wait_s))} s later`;
  return refuse('too_many_requests', 'Too many requests; wait a little', { status: 429, expected });
}

/** @throws RefusedError 429 `too_many_requests` */
export function takeOne(limit: Limit | undefined, name: string): void {
  const wait_s = limit?.take(name) ?? 0;
  if (wait_s > 0) throw new RefusedError(tooMany(wait_s).refusal);
}

/**
 * Where a request came from: as far as there are proxies that are trusted to tell, each of which adds whom it saw to
 * X-Forwarded-For. What stands before theirs anybody can write.
 */
export function addressOf(
  remote: string | undefined,
  forwarded: string | string[] | undefined,
  proxies: number,
): string {
  const told = String(forwarded ?? '')
    .split(',')
    .map((address) => address.trim())
    .filter(Boolean);
  const address = proxies > 0 ? told[Math.max(0, told.length - proxies)] : undefined;
  return (address ?? remote ?? '').slice(0, 45);
}

/**
 * Under which name an address is limited: of IPv6 its first 64 bits, since whoever has one address has all of those behind them;
 * an IPv4 address that is written in IPv6 is itself.
 */
export function networkOf(address: string): string {
  const bare = address.replace(/^\[(.*)\](:\d+)?$/, '$1').replace(/%.*$/, '');
  if (!isIPv6(bare)) return address;
  // in its one shortest form, without dots
  const shortest = new URL(`http://[${bare}]`).hostname.slice(1, -1);
  const [before, after] = shortest.split('::').map((part) => part.split(':').filter(Boolean));
  const zeros = after === undefined ? 0 : 8 - before!.length - after.length;
  const groups = [...before!, ...Array.from({ length: zeros }, () => '0'), ...(after ?? [])];
  if (groups.slice(0, 6).join(':') === '0:0:0:0:0:ffff') {
    const bytes = groups.slice(6).flatMap((group) => [parseInt(group, 16) >> 8, parseInt(group, 16) & 255]);
    return bytes.join('.');
  }
  return `${groups.slice(0, 4).join(':')}::/64`;
}
