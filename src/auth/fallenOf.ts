import type { Actor, Tx } from '../platform/work.ts';
import { livingSince } from './signIn.ts';
import { fallen } from './store.ts';

/** Who was let in through a socket, and on which device. */
export interface StandingSocket {
  actor: Actor;
  deviceId: string | undefined;
}

/**
 * Of those who were let in, who would not be now, or as somebody else: signed out, blocked, too long idle, another role or
 * other sites, a device revoked. One statement for all of them. @returns their places in the list
 */
export async function fallenOf(tx: Tx, sockets: StandingSocket[], at: Date): Promise<number[]> {
  const standing = sockets.map(({ actor, deviceId }) => ({
    tokenHash: actor.session ?? '',
    deviceId: deviceId ?? null,
    role: actor.role,
    sellerId: actor.sellerId ?? null,
    siteIds: actor.siteIds,
  }));
  return (await fallen(tx, standing, { at, since: livingSince(at) })).map(({ place }) => place);
}
