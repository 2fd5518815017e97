import type { Act } from '../../link/act.ts';
import { usePeople } from '../../link/people.ts';
import { FormDialog } from '../../parts/FormDialog.tsx';
import { t } from '../../words/t.ts';
import { parcelsOn } from './parcelsOn.ts';
import type { BoardRoute } from './useBoard.ts';

interface DissolveRouteProps {
  route: BoardRoute;
  act: Act;
  onSend: () => Promise<unknown>;
  onClose: () => void;
}

/** Whether somebody counts on it; one that only is planned, or is on offer, is nobody's yet. */
export const isGiven = ({ state }: BoardRoute): boolean => state === 'assigned' || state === 'accepted';

/** It is somebody's tour, and cannot be taken back: whose it is and what waits again is read before. */
export function DissolveRoute({ route, act, onSend, onClose }: DissolveRouteProps) {
  const nameOf = usePeople();
  const parcels = parcelsOn([route]);
  const isAboard = ({ state }: { state: string }): boolean => state === 'loaded';
  const aboard = route.stops.flatMap((stop) => stop.parcels).filter(isAboard).length;
  return (
    <FormDialog
      title={t('routes.dissolveTitle', { vehicle: route.name })}
      act={act}
      name="cancel"
      send={t('routes.dissolveDo')}
      kind="stop"
      leave={t('routes.dissolveLeave')}
      onSend={onSend}
      onClose={onClose}
    >
      {route.driverId && (
        <p>
          {t(route.state === 'accepted' ? 'routes.dissolveAccepted' : 'routes.dissolveAssigned', {
            driver: nameOf(route.driverId),
          })}
        </p>
      )}
      <p>{t('routes.dissolveHint', { n: parcels })}</p>
      {aboard > 0 && <p>{t('routes.dissolveAboard', { n: aboard })}</p>}
    </FormDialog>
  );
}
