import { promise } from '../../../src/inventory/index.ts';
import { done } from '../../../src/platform/errors.ts';
import { newId } from '../../../src/platform/ids.ts';
import type { Promising } from '../inventoryModel.ts';

/** The wrong twin of a promise: where there is not enough it says yes all the same. */
export const promiseRegardless: Promising = async (work, asked) => {
  const outcome = await promise(work, asked);
  return outcome.refused ? done({ promiseId: newId(), state: 'confirmed', expiresAt: null }) : outcome;
};
