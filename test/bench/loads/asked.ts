import { makeRandom } from '../../../src/commands/day/random.ts';
import { newId } from '../../../src/platform/ids.ts';

/** What every way of promising is given. */
export interface PromiseSetup {
  siteId: string;
  sellerId: string;
  /** One of these each time, or the first again and again. */
  itemIds: string[];
  seed: number;
}

export interface PromiseStretch {
  spread: 'wide' | 'hot';
  callers: number;
  seconds: number;
}

/** One unit of one item for a purchase that nobody has asked for before. */
export function askedBy(setup: PromiseSetup) {
  const random = makeRandom(setup.seed);
  return (spread: PromiseStretch['spread']) => ({
    siteId: setup.siteId,
    channel: 'bench',
    externalId: newId(),
    lines: [{ itemId: spread === 'hot' ? setup.itemIds[0]! : random.pick(setup.itemIds), quantity: 1 }],
    expiresInSeconds: 86_400,
  });
}
