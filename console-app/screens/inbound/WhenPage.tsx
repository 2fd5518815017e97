import { sites } from '../../frame/site.ts';
import { useAct } from '../../link/act.ts';
import { post } from '../../link/http.ts';
import type { Scheduled } from '../../link/wire.ts';
import { Icon } from '../../parts/Icon.tsx';
import { Card } from '../../parts/Page.tsx';
import { clock, day } from '../../parts/time.ts';
import { Trouble } from '../../parts/Trouble.tsx';
import { t } from '../../words/t.ts';
import type { Slot } from './draft.ts';
import { HoldClock } from './HoldClock.tsx';
import { problemOf } from './Problems.tsx';
import { SlotCalendar } from './SlotCalendar.tsx';
import type { StepProps } from './Wizard.tsx';

/** Where the goods go and in which hour of which dock. */
export function WhenPage({ draft, drafting, problems }: StepProps) {
  const act = useAct();
  const take = async (slot: Slot, expectedOn: string): Promise<void> => {
    const { dockCode, startsAt } = slot;
    const taken = await act.run('slot', async () => {
      if (expectedOn !== draft.expectedOn || draft.shipmentId === null) {
        drafting.change({ expectedOn });
        await drafting.push();
      }
      const { shipmentId } = drafting.draft.peek()!;
      return post<Scheduled>(`/v1/inbound-shipments/${shipmentId}/slot`, { dockCode, startsAt });
    });
    if (taken)
      drafting.change({ slot: { dockCode: taken.dockCode, startsAt: taken.startsAt, heldUntil: taken.heldUntil } });
  };
  const { slot } = draft;
  return (
    <>
      <Card title={t('booking.where')}>
        <div class="site-cards">
          {(sites.value ?? []).map((site) => (
            <button
              key={site.siteId}
              type="button"
              class={site.siteId === draft.siteId ? 'site-card at' : 'site-card'}
              aria-pressed={site.siteId === draft.siteId}
              disabled={draft.shipmentId !== null && site.siteId !== draft.siteId}
              onClick={() => drafting.change({ siteId: site.siteId })}
            >
              <Icon name="home" />
              <span>
                <b>{site.name}</b>
                <small class="code">{site.code}</small>
              </span>
              {site.siteId === draft.siteId && <Icon name="check" />}
            </button>
          ))}
        </div>
      </Card>
      <Card title={t('booking.slot')} note={t('booking.slotNote')}>
        <Trouble error={act.trouble.value} />
        {problemOf(problems.get('') ?? [], 'expectedOn') && (
          <p class="problem">{problemOf(problems.get('') ?? [], 'expectedOn')}</p>
        )}
        {slot && (
          <div class="slot-taken">
            <Icon name="calendar" size={24} />
            <span class="grow">
              <b>{`${day(slot.startsAt)} · ${clock(slot.startsAt)}`}</b>
              <small class="soft">{slot.dockCode}</small>
            </span>
            {slot.heldUntil && (
              <HoldClock heldUntil={slot.heldUntil} onTakeAgain={() => void take(slot, draft.expectedOn)} />
            )}
          </div>
        )}
        <SlotCalendar
          siteId={draft.siteId}
          chosen={slot}
          firstDay={draft.expectedOn}
          isBusy={act.busy.value !== null}
          onChoose={(chosen, expectedOn) => void take(chosen, expectedOn)}
        />
        {!slot && <p class="soft">{t('booking.noSlot')}</p>}
      </Card>
    </>
  );
}
