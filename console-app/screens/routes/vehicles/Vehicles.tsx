import { useSignal } from '@preact/signals';
import { href } from '../../../frame/route.ts';
import { site } from '../../../frame/site.ts';
import { useAsk, withQuery } from '../../../link/ask.ts';
import type { Vehicle, Vehicles as Answered } from '../../../link/wire.ts';
import { Key } from '../../../parts/Key.tsx';
import { Card, Page } from '../../../parts/Page.tsx';
import { Trouble } from '../../../parts/Trouble.tsx';
import { Answer, Empty } from '../../../parts/Wait.tsx';
import { t } from '../../../words/t.ts';
import { AddVehicle } from './AddVehicle.tsx';
import { ChangeVehicle } from './ChangeVehicle.tsx';
import { InUse } from './InUse.tsx';
import { Skills } from './Skills.tsx';
import { useRetiring } from './useRetiring.ts';
import { useSkillList } from './useSkills.ts';
import { RetiredRows, VehicleRows } from './VehicleRows.tsx';

/** What the site drives with: what each vehicle holds and can, and where its shift begins and ends. */
export function Vehicles() {
  const { siteId } = site.value!;
  const asked = useAsk<Answered>(withQuery('/v1/vehicles', { siteId }), {
    topics: ['dispatch.vehicle', 'dispatch.skills'],
  });
  const skills = useSkillList(siteId);
  const isAdding = useSignal(false);
  const changing = useSignal<Vehicle | null>(null);
  const { act, retire, reinstate } = useRetiring(asked.again);
  return (
    <Page
      title={t('vehicles.title')}
      back={{ to: href('routes'), title: t('place.routes') }}
      lead={<span>{t('vehicles.lead')}</span>}
      actions={
        <Key kind="main" icon="plus" data-do="add-vehicle" onPress={() => (isAdding.value = true)}>
          {t('routes.addVehicle')}
        </Key>
      }
    >
      <div class="stack">
        <Trouble error={act.trouble.value} />
        <InUse error={act.trouble.value} />
        <Answer asked={asked} rows={5}>
          {({ vehicles }) =>
            vehicles.length === 0 ? (
              <Card>
                <Empty icon="load" title={t('vehicles.none')} hint={t('routes.noVehicles')} />
              </Card>
            ) : (
              <VehicleRows
                vehicles={vehicles}
                skills={skills}
                act={act}
                onChange={(vehicle) => (changing.value = vehicle)}
                onRetire={(vehicle) => void retire(vehicle)}
              />
            )
          }
        </Answer>
        <Skills skills={skills} vehicles={asked.value?.vehicles ?? []} />
        {asked.value && asked.value.retired.length > 0 && (
          <RetiredRows retired={asked.value.retired} act={act} onReinstate={(vehicle) => void reinstate(vehicle)} />
        )}
      </div>
      {isAdding.value && <AddVehicle siteId={siteId} onClose={() => (isAdding.value = false)} />}
      {changing.value && (
        <ChangeVehicle vehicle={changing.value} skills={skills} onClose={() => (changing.value = null)} />
      )}
    </Page>
  );
}
