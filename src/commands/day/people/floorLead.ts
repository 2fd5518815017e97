import { Answered } from '../client.ts';
import type { Person } from '../schedule.ts';
import { after, type Stage } from '../stage.ts';

const EVERY_S = 20 * 60;

interface Planned {
  waveId: string;
  orders: number;
  walk_m: number;
  single_m: number;
  leftOut: { orderId: string; reason: string }[];
}

/** Launches waves while orders come: those due first, and everything that is left once a cut-off has passed. */
export function makeFloorLead(stage: Stage): Person {
  const [http] = stage.ground.crew.manager;
  const { siteId } = stage.ground;
  const lastCall = stage.tides.at(-1)!.orderBy + 3600;
  return {
    name: 'manager',
    async act(now) {
      for (const tide of stage.tides) {
        if (now < tide.orderBy - 12 * 3600 || now > tide.orderBy + 3600) continue;
        await launch(tide.deliverBy);
      }
      return now > lastCall ? 'home' : after(EVERY_S);
    },
  };

  async function launch(deliverBy: number): Promise<void> {
    try {
      const wave = await http!.post<Planned>('/v1/waves', {
        siteId,
        dueBy: stage.promiseBy(deliverBy).toISOString(),
        cartSlots: 12,
      });
      stage.notes.planned_m += wave.walk_m;
      stage.notes.single_m += wave.single_m;
      if (wave.orders > 0) stage.schedule.ring('waves.launched');
    } catch (error) {
      if (!(error instanceof Answered)) throw error;
      if (error.code !== 'nothing_due') stage.notes.problem(`manager: wave: ${error.message}`);
    }
  }
}
