import { useSignal } from '@preact/signals';
import { href } from '../../../frame/route.ts';
import { site } from '../../../frame/site.ts';
import { useAsk, withQuery } from '../../../link/ask.ts';
import type { Skill, Vehicle, Vehicles as Answered } from '../../../link/wire.ts';
import { Key } from '../../../parts/Key.tsx';
import { Card, Chip, Page } from '../../../parts/Page.tsx';
import { type Column, Rows } from '../../../parts/Rows.tsx';
import { Answer, Empty } from '../../../parts/Wait.tsx';
import { said, t } from '../../../words/t.ts';
import { AddVehicle } from './AddVehicle.tsx';
import { roomSaid } from './roomSaid.ts';
import { ChangeVehicle } from './ChangeVehicle.tsx';
import { clockOf } from './minutes.ts';
import { Skills } from './Skills.tsx';
import { useSkillList } from './useSkills.ts';

/** What the site drives with: what each vehicle holds and can, and where its shift begins and ends. */
export function Vehicles() {
  const { siteId } = site.value!;
  const asked = useAsk<Answered>(withQuery('/v1/vehicles', { siteId }), {
    topics: ['dispatch.vehicle', 'dispatch.skills'],
  });
  const skills = useSkillList(siteId);
  const isAdding = useSignal(false);
  const changing = useSignal<Vehicle | null>(null);
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
        <Answer asked={asked} rows={5}>
          {({ vehicles }) =>
            vehicles.length === 0 ? (
              <Card>
                <Empty icon="load" title={t('vehicles.none')} hint={t('routes.noVehicles')} />
              </Card>
            ) : (
              <VehicleRows vehicles={vehicles} skills={skills} onChange={(vehicle) => (changing.value = vehicle)} />
            )
          }
        </Answer>
        <Skills skills={skills} vehicles={asked.value?.vehicles ?? []} />
      </div>
      {isAdding.value && <AddVehicle siteId={siteId} onClose={() => (isAdding.value = false)} />}
      {changing.value && (
        <ChangeVehicle vehicle={changing.value} skills={skills} onClose={() => (changing.value = null)} />
      )}
    </Page>
  );
}

interface VehicleRowsProps {
  vehicles: Vehicle[];
  skills: Skill[];
  onChange: (vehicle: Vehicle) => void;
}

function VehicleRows({ vehicles, skills, onChange }: VehicleRowsProps) {
  const nameOf = new Map(skills.map(({ code, name }) => [code, name]));
  const columns: Column<Vehicle>[] = [
    { title: t('routes.vehicle'), kind: 'lead', cell: ({ code }) => <b>{code}</b> },
    {
      title: t('vehicle.holds'),
      cell: ({ capacity }) => roomSaid(capacity),
    },
    { title: t('vehicle.shift'), cell: ({ shift }) => `${clockOf(shift.fromMinute)}–${clockOf(shift.toMinute)}` },
    {
      title: t('vehicle.can'),
      cell: ({ skills: has }) => (
        <span>
          {has.map((code) => (
            <Chip key={code} tone="plain">
              {nameOf.get(code) ?? said('skill', code)}
            </Chip>
          ))}
        </span>
      ),
    },
    { title: t('vehicle.startsFrom'), cell: ({ startsFrom }) => t(`vehicle.starts.${startsFrom}`) },
    { title: t('vehicle.returnsTo'), cell: ({ returnsTo }) => t(`vehicle.returns.${returnsTo}`) },
    {
      title: '',
      kind: 'keys',
      cell: (vehicle) => (
        <Key
          small
          icon="pen"
          data-do="change-vehicle"
          label={t('vehicle.changeTitle', { vehicle: vehicle.code })}
          onPress={() => onChange(vehicle)}
        />
      ),
    },
  ];
  return <Rows rows={vehicles} columns={columns} keyOf={({ vehicleId }) => vehicleId} label={t('vehicles.title')} />;
}
