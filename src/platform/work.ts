import type { Database } from './database.ts';
import type { Done } from './errors.ts';
import type { Transaction } from './transaction.ts';

export const roles = [
  'admin',
  'manager',
  'picker',
  'packer',
  'receiver',
  'dispatcher',
  'driver',
  'seller',
  'channel',
] as const;
export type Role = (typeof roles)[number];

/** Who acts. `sellerId` is set for sellers and channels and walls off every query of theirs. */
export interface Actor {
  userId: string;
  login: string;
  role: Role;
  siteIds: string[];
  sellerId?: string;
  deviceId?: string;
  /** Names the session that the request came in by. */
  session?: string;
  /** Where the request came from, as far as this process sees: behind a proxy, the proxy. */
  ip?: string;
  language: 'ko' | 'en';
}

/** A fact that a module tells others; `kind` is `module.fact` in the past tense. No personal data. */
export interface Fact {
  kind: string;
  siteId?: string;
  sellerId?: string;
  /** What it is about, for ordering and for the topic of screens: an id. */
  subject: string;
  body: Record<string, unknown>;
}

/** Where statements run: in a transaction, or each by itself on a connection of the pool. */
export type Tx = Transaction | Database;

/** Everything of a verb's world that is not its input: the transaction, who, when, and the id that traces it. */
export interface Work {
  tx: Tx;
  actor: Actor;
  at: Date;
  id: string;
  /** Facts told so far; written to the outbox in the same commit. */
  facts: Fact[];
  /** Where the request came under a key and works outside of a transaction. */
  underKey?: UnderKey;
}

/** The key that a verb with transactions of its own is asked under. */
export interface UnderKey {
  /** The id of what the request makes: the same for whoever does it in the place of one that died. */
  makesId: string;
  /** Somebody began before, and died or failed: what he left is gone on with. */
  isTakenOver: boolean;
  /** Keeps the answer in the transaction of its effect. @returns whether the key is still held by this attempt */
  keep(work: Work, outcome: Done<unknown>): Promise<boolean>;
}

/** The system itself, for jobs and consumers. */
export const system: Actor = {
  userId: '00000000-0000-7000-8000-000000000000',
  login: 'system',
  role: 'admin',
  siteIds: [],
  language: 'en',
};

export function tell(work: Work, fact: Fact): void {
  work.facts.push(fact);
}
