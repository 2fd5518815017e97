import { Answered } from '../client.ts';
import type { Person } from '../schedule.ts';
import { after, type Stage } from '../stage.ts';

const HOUR_MS = 3_600_000;
const OFFERS = 3;
const BETWEEN_S = 1800;

/** Offers shifts that two drivers want at the same moment: one gets each, the other hears that it is gone. */
export function makeRoster(stage: Stage): Person {
  const { crew, siteId } = stage.ground;
  const [http] = crew.dispatcher;
  const [one, other] = crew.driver;
  const { offers } = stage.notes;
  let made = 0;

  async function race(): Promise<void> {
    const inHours = (hours: number) => new Date(stage.now().getTime() + hours * HOUR_MS).toISOString();
    const from = 2 + 9 * made;
    const { shiftId } = await http!.post<{ shiftId: string }>('/v1/shifts', {
      siteId,
      fromAt: inHours(from),
      toAt: inHours(from + 8),
      endsAt: inHours(1),
      pay_krw: 120_000,
    });
    offers.made += 1;
    const verdicts = await Promise.all(
      [one!, other!].map((driver) =>
        driver.post(`/v1/shifts/${shiftId}/accept`).then(
          () => 'taken',
          (error: unknown) => {
            if (!(error instanceof Answered)) throw error;
            return error.code;
          },
        ),
      ),
    );
    const count = (verdict: string) => verdicts.filter((of) => of === verdict).length;
    offers.raced += 1;
    offers.taken += count('taken');
    offers.gone += count('offer_gone');
    if (count('taken') !== 1 || count('offer_gone') !== 1) {
      stage.notes.problem(`roster: a shift raced for by two drivers: ${verdicts.join(', ')}`);
    }
  }

  return {
    name: 'roster',
    async act() {
      if (one === undefined || other === undefined) return 'home';
      await race();
      made += 1;
      return made < OFFERS ? after(BETWEEN_S) : 'home';
    },
  };
}
