import type { Act } from '../../../link/act.ts';
import { useLayout } from '../../../link/layout.ts';
import type { RetiredVehicle, Skill, Vehicle } from '../../../link/wire.ts';
import { Key } from '../../../parts/Key.tsx';
import { Card, Chip } from '../../../parts/Page.tsx';
import { type Column, Rows } from '../../../parts/Rows.tsx';
import { when } from '../../../parts/time.ts';
import { said, t } from '../../../words/t.ts';
import { awaySaid } from './away.ts';
import { clockOf } from './minutes.ts';
import { roomSaid } from './roomSaid.ts';

interface VehicleRowsProps {
  vehicles: Vehicle[];
  skills: Skill[];
  act: Act;
  onChange: (vehicle: Vehicle) => void;
  onRetire: (vehicle: Vehicle) => void;
}

export function VehicleRows({ vehicles, skills, ...acts }: VehicleRowsProps) {
  const layout = useLayout().value;
  const away = (home: Vehicle['home']) => layout && home && <small>{awaySaid(layout, home)}</small>;
  const nameOf = new Map(skills.map(({ code, name }) => [code, name]));
  const columns: Column<Vehicle>[] = [
    { title: t('routes.vehicle'), kind: 'lead', cell: ({ code }) => <b class="unbroken">{code}</b> },
    { title: t('vehicle.holds'), cell: ({ capacity }) => roomSaid(capacity) },
    {
      title: t('vehicle.shift'),
      cell: ({ shift }) => (
        <span class="unbroken">
          {clockOf(shift.fromMinute)}–{clockOf(shift.toMinute)}
        </span>
      ),
    },
    {
      title: t('vehicle.can'),
      cell: ({ skills: has }) => (
        <span class="chips">
          {has.map((code) => (
            <Chip key={code} tone="plain">
              {nameOf.get(code) ?? said('skill', code)}
            </Chip>
          ))}
        </span>
      ),
    },
    {
      title: t('vehicle.startsFrom'),
      cell: ({ startsFrom, home }) => (
        <>
          {t(`vehicle.starts.${startsFrom}`)}
          {startsFrom === 'home' && away(home)}
        </>
      ),
    },
    {
      title: t('vehicle.returnsTo'),
      cell: ({ returnsTo, home }) => (
        <>
          {t(`vehicle.returns.${returnsTo}`)}
          {returnsTo === 'home' && away(home)}
        </>
      ),
    },
    {
      title: '',
      kind: 'keys',
      cell: (vehicle) => <VehicleKeys vehicle={vehicle} {...acts} />,
    },
  ];
  return (
    <Card flush>
      <Rows rows={vehicles} columns={columns} keyOf={({ vehicleId }) => vehicleId} label={t('vehicles.title')} />
    </Card>
  );
}

interface VehicleKeysProps extends Omit<VehicleRowsProps, 'vehicles' | 'skills'> {
  vehicle: Vehicle;
}

function VehicleKeys({ vehicle, act, onChange, onRetire }: VehicleKeysProps) {
  return (
    <span class="row-keys">
      <Key
        small
        icon="pen"
        data-do="change-vehicle"
        label={t('vehicle.changeTitle', { vehicle: vehicle.code })}
        onPress={() => onChange(vehicle)}
      />
      <Key
        small
        name={vehicle.vehicleId}
        act={act}
        data-do="retire-vehicle"
        label={t('vehicle.retire', { vehicle: vehicle.code })}
        onPress={() => onRetire(vehicle)}
      >
        {t('vehicle.retireDo')}
      </Key>
    </span>
  );
}

interface RetiredRowsProps {
  retired: RetiredVehicle[];
  act: Act;
  onReinstate: (vehicle: RetiredVehicle) => void;
}

/** Kept for the names of what they drove, and to be put back. */
export function RetiredRows({ retired, act, onReinstate }: RetiredRowsProps) {
  const columns: Column<RetiredVehicle>[] = [
    { title: t('routes.vehicle'), kind: 'lead', cell: ({ code }) => <b class="unbroken">{code}</b> },
    { title: t('vehicle.holds'), kind: 'wide', cell: ({ capacity }) => roomSaid(capacity) },
    { title: t('vehicle.retiredAt'), cell: ({ retiredAt }) => when(retiredAt) },
    {
      title: '',
      kind: 'keys',
      cell: (vehicle) => (
        <span class="row-keys">
          <Key
            small
            icon="undo"
            name={vehicle.vehicleId}
            act={act}
            data-do="reinstate-vehicle"
            onPress={() => onReinstate(vehicle)}
          >
            {t('vehicle.reinstate')}
          </Key>
        </span>
      ),
    },
  ];
  return (
    <Card flush title={t('vehicles.retired')}>
      <Rows rows={retired} columns={columns} keyOf={({ vehicleId }) => vehicleId} label={t('vehicles.retired')} />
    </Card>
  );
}
