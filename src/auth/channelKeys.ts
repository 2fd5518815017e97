import { sha256 } from '../platform/crypto.ts';
import { done, notFound, refuse, type Outcome } from '../platform/errors.ts';
import { newId, newToken } from '../platform/ids.ts';
import type { Work } from '../platform/work.ts';
import { noteEvent } from './accountEvents.ts';
import { HOUR_MS, lifetimes } from './rules.ts';
import type { MakeKey, RotateKey } from './schema.ts';
import { channelsOf, endKey, insertKey, keyById, keysOf, shortenKey, type KeyRow } from './store.ts';
import { userWithin } from './userWithin.ts';

/** By which scanners for leaked secrets know one. */
const PREFIX = 'daybreak_key_';
const HINT_LETTERS = 4;

export interface KeyMade {
  keyId: string;
  apiKey: string;
  expiresAt: Date;
}

/** A key for a channel's program, told this once: it opens what the channel's account may, until it ends or is revoked. */
export async function makeKey(work: Work, input: MakeKey): Promise<Outcome<KeyMade>> {
  const account = await userWithin(work, input.userId);
  if (account.refused) return account.refusal.code === 'user_not_found' ? notFound('channel') : account;
  const { role, state } = account.value;
  if (role !== 'channel' || state !== 'active') return notFound('channel');
  return done(await open(work, input.userId, input.name, 'key_made'));
}

/** Another key in place of one, which lives on for the overlap: time to give its program the new one. */
export async function rotateKey(work: Work, input: RotateKey): Promise<Outcome<KeyMade & { oldUntil: Date }>> {
  const old = await keyWithin(work, input.keyId);
  if (old === undefined) return notFound('key');
  if (old.endedAt !== null || old.expiresAt <= work.at)
    return refuse('key_ended', 'This key has ended; make a new one');
  const overlap = new Date(work.at.getTime() + input.overlapHours * HOUR_MS);
  const oldUntil = overlap < old.expiresAt ? overlap : old.expiresAt;
  await shortenKey(work, { keyId: old.keyId, until: oldUntil });
  return done({ ...(await open(work, old.userId, old.name, 'key_rotated')), oldUntil });
}

export async function revokeKey(work: Work, input: { keyId: string }): Promise<Outcome<object>> {
  const key = await keyWithin(work, input.keyId);
  if (key === undefined) return notFound('key');
  const ended = await endKey(work, key.keyId);
  if (ended === 1) await noteEvent(work, key.userId, 'key_revoked', `${key.name} …${key.hint}`);
  return done({});
}

/** The keys that this person has a say in, and the channels for which he may make one. */
export async function listKeys(work: Work) {
  const whose = {
    sellerId: work.actor.sellerId,
    siteIds: work.actor.role === 'manager' ? work.actor.siteIds : undefined,
  };
  const [keys, channels] = await Promise.all([keysOf(work.tx, whose), channelsOf(work.tx, whose)]);
  return done({ keys, channels });
}

async function open(work: Work, userId: string, name: string, what: string): Promise<KeyMade> {
  const [keyId, apiKey] = [newId(), `${PREFIX}${newToken()}`];
  const hint = apiKey.slice(-HINT_LETTERS);
  const expiresAt = new Date(work.at.getTime() + lifetimes.key.whole_ms);
  await insertKey(work, { keyId, userId, name, hint, tokenHash: sha256(apiKey), expiresAt });
  await noteEvent(work, userId, what, `${name} …${hint}`);
  return { keyId, apiKey, expiresAt };
}

async function keyWithin(work: Work, keyId: string): Promise<KeyRow | undefined> {
  const key = await keyById(work.tx, keyId);
  return key === undefined || (await userWithin(work, key.userId)).refused ? undefined : key;
}
