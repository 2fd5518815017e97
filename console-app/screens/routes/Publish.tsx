import { useSignal } from '@preact/signals';
import { useAct } from '../../link/act.ts';
import { post } from '../../link/http.ts';
import { useDrivers } from '../../link/people.ts';
import type { RouteShown } from '../../link/wire.ts';
import { Field, Select } from '../../parts/Field.tsx';
import { FormDialog } from '../../parts/FormDialog.tsx';
import { told } from '../../parts/Undo.tsx';
import { said, t } from '../../words/t.ts';
import type { Board, BoardRoute } from './useBoard.ts';

/** Gives a route to a driver or offers it to all; whoever does so takes the limits that it breaks on himself. */
export function Publish({ board, route, onClose }: { board: Board; route: BoardRoute; onClose: () => void }) {
  const driverId = useSignal(route.driverId ?? '');
  const accepts = useSignal(false);
  const act = useAct();
  const drivers = useDrivers();
  const broken = route.violations.filter(({ acceptedBy }) => acceptedBy === null);
  const publish = async (): Promise<void> => {
    const json = { acceptViolations: accepts.value, ...(driverId.value && { driverId: driverId.value }) };
    const shown = await act.run('publish', () => post<RouteShown>(`/v1/routes/${route.routeId}/publish`, json));
    if (shown === undefined) return;
    board.meet([shown]);
    const driver = drivers.find(({ userId }) => userId === shown.driverId)?.login;
    const { vehicle } = shown;
    told({ text: driver === undefined ? t('routes.offered', { vehicle }) : t('routes.given', { vehicle, driver }) });
    board.again();
    onClose();
  };
  return (
    <FormDialog
      title={t('routes.publishTitle', { vehicle: route.name })}
      act={act}
      name="publish"
      send={t(driverId.value ? 'routes.assign' : 'routes.offer')}
      isWhole={broken.length === 0 || accepts.value}
      onSend={publish}
      onClose={onClose}
    >
      <Field label={t('routes.driver')} hint={driverId.value ? undefined : t('routes.driverHint')}>
        <Select
          value={driverId.value}
          none={t('routes.allDrivers')}
          choices={drivers.map(({ userId, login }) => [userId, login])}
          onChoose={(userId) => (driverId.value = userId)}
        />
      </Field>
      {broken.length > 0 && (
        <>
          <ul class="problems">
            {broken.map(({ kind, subject }) => (
              <li key={`${kind} ${subject}`}>{said('violation', kind)}</li>
            ))}
          </ul>
          <label class="check">
            <input
              type="checkbox"
              checked={accepts.value}
              onChange={(event) => (accepts.value = event.currentTarget.checked)}
            />
            {t('routes.acceptViolations')}
          </label>
        </>
      )}
    </FormDialog>
  );
}
