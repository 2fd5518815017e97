import type { Job } from '../platform/jobs.ts';
import { attempt } from '../platform/transact.ts';
import { done } from '../platform/errors.ts';
import { bringTo, shipmentFor } from './shipmentFor.ts';
import { GRACE_MS, WINDOW_MS } from './slots.ts';
import { countedBefore, dropHolds, leaveSlot, scheduledBefore } from './store.ts';

/** What time does to shipments: holds run out, trucks do not come, nobody speaks up about a count. */
export const keepTime: Job = {
  name: 'inbound.keepTime',
  every_s: 60,
  async run(work) {
    await dropHolds(work.tx, work.at);
    for (const { shipmentId } of await scheduledBefore(work.tx, new Date(work.at.getTime() - GRACE_MS))) {
      await attempt(work, async (part) => {
        const found = await shipmentFor(part, shipmentId, 'miss');
        if (found.refused) return found;
        await leaveSlot(part.tx, found.value.siteId, shipmentId);
        return done(await bringTo(part, found.value, { state: 'no_show' }));
      });
    }
    for (const { shipmentId } of await countedBefore(work.tx, new Date(work.at.getTime() - WINDOW_MS))) {
      await attempt(work, async (part) => {
        const found = await shipmentFor(part, shipmentId, 'acceptDifferences');
        return found.refused ? found : done(await bringTo(part, found.value, { state: 'closed' }));
      });
    }
  },
};
