import { useSignal } from '@preact/signals';
import { type Act, useAct } from '../../link/act.ts';
import { post } from '../../link/http.ts';
import { usePeople } from '../../link/people.ts';
import { Icon } from '../../parts/Icon.tsx';
import { Key } from '../../parts/Key.tsx';
import { Chip, Figure } from '../../parts/Page.tsx';
import { ago, km, now_ms, number, span, weight, when } from '../../parts/time.ts';
import { Trouble } from '../../parts/Trouble.tsx';
import { told } from '../../parts/Undo.tsx';
import { said, t } from '../../words/t.ts';
import type { Choice } from './choice.ts';
import { isOverdue } from './departure.ts';
import { DissolveRoute, isGiven } from './DissolveRoute.tsx';
import { LoadPlan } from './LoadPlan.tsx';
import { Publish } from './Publish.tsx';
import { parcelsOn } from './parcelsOn.ts';
import { routeTone } from './RouteCards.tsx';
import { StopList } from './StopList.tsx';
import type { Board, BoardRoute } from './useBoard.ts';
import type { BoardActs } from './useBoardActs.ts';

/** What the end of a route is called: at the site, at a home, at its last door. */
const endLabel = { site: 'routes.back', home: 'routes.atHome', anywhere: 'routes.lastDoor' } as const;

const open = ['planned', 'offered', 'assigned', 'accepted'];

interface PanelProps {
  board: Board;
  route: BoardRoute;
  choice: Choice;
  acts: BoardActs;
  onMove: () => void;
  onImprove: () => void;
}

/** One route: what may be done with it, and its stops in the one order that counts, the server's. */
export function RoutePanel({ board, route, choice, acts, onMove, onImprove }: PanelProps) {
  const act = useAct();
  const nameOf = usePeople();
  const isPublishing = useSignal(false);
  const isLoading = useSignal(false);
  const isDissolving = useSignal(false);
  const isOpen = open.includes(route.state);
  const dissolve = async (): Promise<void> => {
    const dissolved = await act.run('cancel', () => post(`/v1/routes/${route.routeId}/cancel`, {}));
    if (dissolved === undefined) return;
    told({ text: t('routes.dissolved', { vehicle: route.name, n: parcelsOn([route]) }) });
    choice.openRoute(null);
    board.again();
  };
  const late = route.stops.filter(({ late_s }) => late_s > 0).length;
  const seen = board.seen.find(({ driverId }) => driverId === route.driverId);
  return (
    <div class="route-panel">
      <header>
        <button class="back" type="button" onClick={() => choice.openRoute(null)}>
          <Icon name="back" size={16} />
          {t('routes.all')}
        </button>
        <h2>
          <i style={{ background: route.colour }} />
          {route.name}
          <Chip tone={routeTone[route.state]}>{said('route', route.state)}</Chip>
        </h2>
        <div class="figures">
          <Figure
            label={t('routes.driver')}
            value={route.driverId ? nameOf(route.driverId) : '–'}
            note={
              route.state === 'running' && (seen ? t('routes.seenAgo', { ago: ago(seen.at) }) : t('routes.notSeen'))
            }
          />
          {route.fromHome && <Figure label={t('routes.leavesHome')} value={when(route.fromHome.leaveAt)} />}
          <Figure
            label={t(isOpen ? 'routes.departs' : 'routes.gone')}
            value={when(route.departAt)}
            tone={isOverdue(route, now_ms.value) ? 'stop' : undefined}
            note={isOverdue(route, now_ms.value) && t('routes.overdue')}
          />
          {route.state === 'finished' ? (
            <Figure label={t('routes.lastDoor')} value={when(lastDone(route))} />
          ) : (
            <Figure label={t(endLabel[route.returnsTo])} value={when(route.endAt)} />
          )}
          <Figure label={t('routes.way')} value={km(route.distance_m)} />
          {late > 0 && <Figure label={t('routes.late')} value={String(late)} tone="stop" />}
        </div>
        <Trouble error={act.trouble.value} />
        <div class="actions">
          {isOpen && (
            <Actions
              route={route}
              act={act}
              onPublish={() => (isPublishing.value = true)}
              onLock={() => {
                choice.pickMany([]);
                void acts.lock(route, choice);
              }}
              onDissolve={() => (isGiven(route) ? (isDissolving.value = true) : void dissolve())}
              onLoad={() => (isLoading.value = true)}
            />
          )}
          {route.state !== 'finished' && !route.locked && (
            <Key small icon="swap" data-do="improve-route" onPress={onImprove}>
              {t('improve.do')}
            </Key>
          )}
        </div>
        <Violations route={route} />
      </header>
      <StopList route={route} choice={choice} isOpen={isOpen} acts={acts} onMove={onMove} />
      {isLoading.value && <LoadPlan route={route} onClose={() => (isLoading.value = false)} />}
      {isDissolving.value && (
        <DissolveRoute route={route} act={act} onSend={dissolve} onClose={() => (isDissolving.value = false)} />
      )}
      {isPublishing.value && <Publish board={board} route={route} onClose={() => (isPublishing.value = false)} />}
    </div>
  );
}

interface ActionsProps {
  route: BoardRoute;
  act: Act;
  onPublish: () => void;
  onLock: () => void;
  onDissolve: () => void;
  onLoad: () => void;
}

function Actions({ route, act, onPublish, onLock, onDissolve, onLoad }: ActionsProps) {
  return (
    <>
      {route.state !== 'accepted' && (
        <Key small kind="main" icon="person" act={act} data-do="publish" onPress={onPublish}>
          {publishSaid(route)}
        </Key>
      )}
      <Key small icon={route.locked ? 'open' : 'lock'} name="lock" act={act} onPress={onLock}>
        {t(route.locked ? 'routes.unlock' : 'routes.lock')}
      </Key>
      <Key small kind="stop" name="cancel" act={act} onPress={onDissolve}>
        {t('routes.dissolve')}
      </Key>
      <Key small icon="load" data-do="load-plan" onPress={onLoad}>
        {t('load.open')}
      </Key>
    </>
  );
}

/** Nobody is changed for another where nobody has it yet. */
function publishSaid({ state }: BoardRoute): string {
  if (state === 'offered') return t('routes.giveToOne');
  return t(state === 'planned' ? 'routes.publish' : 'routes.publishAgain');
}

function Violations({ route }: { route: BoardRoute }) {
  const nameOf = usePeople();
  const list = route.violations.filter(({ kind }) => kind !== 'late');
  if (list.length === 0) return null;
  return (
    <ul class="violations">
      {list.map(({ kind, subject, amount, acceptedBy }) => (
        <li key={`${kind} ${subject}`}>
          <Chip tone={acceptedBy ? 'notice' : 'stop'}>{said('violation', kind)}</Chip>{' '}
          {t(`violation.amount.${kind}`, { n: amountSaid(kind, amount) })}
          {acceptedBy && <small class="soft"> {t('routes.acceptedBy', { name: nameOf(acceptedBy) })}</small>}
        </li>
      ))}
    </ul>
  );
}

/** Grams and cm³ are too fine for who loads a van. */
function amountSaid(kind: BoardRoute['violations'][number]['kind'], amount: number): string {
  if (kind === 'shift' || kind === 'late') return span(amount * 1_000);
  if (kind === 'weight') return weight(amount);
  return number(kind === 'volume' ? Math.ceil(amount / 10) / 100 : amount);
}

/** When its last door was done. */
const lastDone = ({ stops, endAt }: BoardRoute): string =>
  stops
    .flatMap(({ doneAt }) => doneAt ?? [])
    .toSorted()
    .at(-1) ?? endAt;
