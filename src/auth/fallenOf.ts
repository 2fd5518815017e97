import type { Actor, Tx } from '../platform/work.ts';
import { livingSince } from './signIn.ts';
import { fallen, standingStamp } from './store.ts';

/** Who was let in through a socket, and on which device. */
export interface StandingSocket {
  actor: Actor;
  deviceId: string | undefined;
}

/** Another as soon as anybody comes in, falls, becomes somebody else, or a device is enrolled or revoked. */
export const stampOf = (tx: Tx, at: Date): Promise<string> => standingStamp(tx, { at, since: livingSince(at) });

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
