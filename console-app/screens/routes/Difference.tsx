import type { Act } from '../../link/act.ts';
import type { PlanDiff } from '../../link/wire.ts';
import { Dialog } from '../../parts/Dialog.tsx';
import { Key } from '../../parts/Key.tsx';
import { Figure } from '../../parts/Page.tsx';
import { km, number, span } from '../../parts/time.ts';
import { Trouble } from '../../parts/Trouble.tsx';
import { said, t } from '../../words/t.ts';
import { kilometresOf, lateOf, lateSigned, minutesOf } from './cost.ts';
import type { Board } from './useBoard.ts';

interface DifferenceProps {
  board: Board;
  diff: PlanDiff;
  act: Act;
  onAccept: () => Promise<void>;
  onDiscard: () => void;
}

const most = 60;
const tone = (more: number) => (more > 0 ? 'stop' : more < 0 ? 'good' : undefined);

/** How a proposed plan differs from the one that stands: what it costs, route by route, and which stops move. */
export function Difference({ board, diff, act, onAccept, onDiscard }: DifferenceProps) {
  const { cost, routes, moves, unassigned } = diff;
  const isSame = moves.length === 0;
  return (
    <Dialog
      title={t(isSame ? 'improve.none' : 'improve.found')}
      onClose={onDiscard}
      foot={
        <>
          <Key data-do="discard" onPress={onDiscard}>
            {t(isSame ? 'do.close' : 'improve.discard')}
          </Key>
          {!isSame && (
            <Key kind="main" name="accept" act={act} data-do="accept" onPress={() => void onAccept()}>
              {t('improve.accept')}
            </Key>
          )}
        </>
      }
    >
      <div class="stack">
        <Trouble error={act.trouble.value} />
        {isSame ? (
          <p class="soft">{t('improve.noneHint')}</p>
        ) : (
          <>
            <div class="figures">
              <Figure
                label={t('routes.time')}
                value={minutesOf(cost)}
                tone={tone(cost.after.duration_s - cost.before.duration_s)}
              />
              <Figure
                label={t('routes.way')}
                value={kilometresOf(cost)}
                tone={tone(cost.after.distance_m - cost.before.distance_m)}
              />
              <Figure label={t('improve.late')} value={lateSigned(cost)} tone={tone(lateOf(cost))} />
              <Figure label={t('improve.moves')} value={number(moves.length)} />
            </div>
            <RouteCosts routes={routes} board={board} />
            <Moves moves={moves} board={board} />
          </>
        )}
        {unassigned.length > 0 && (
          <ul class="problems">
            {[...new Set(unassigned.map(({ reason }) => reason.code))].map((code) => (
              <li key={code}>
                {t('improve.left', {
                  n: unassigned.filter(({ reason }) => reason.code === code).length,
                  why: said('unassigned', code),
                })}
              </li>
            ))}
          </ul>
        )}
      </div>
    </Dialog>
  );
}

function RouteCosts({ routes, board }: { routes: PlanDiff['routes']; board: Board }) {
  return (
    <table class="diff-routes">
      <thead>
        <tr>
          <th>{t('routes.vehicle')}</th>
          <th>{t('routes.time')}</th>
          <th>{t('routes.way')}</th>
          <th>{t('improve.late')}</th>
        </tr>
      </thead>
      <tbody>
        {routes.map(({ routeId, vehicle, opens, cost: { before, after } }) => (
          <tr key={routeId}>
            <th>
              <i style={{ background: colourOn(board, routeId) }} />
              {vehicle} {opens && <small class="soft">{t('improve.opens')}</small>}
              {after.duration_s === 0 && <small class="soft">{t('improve.empties')}</small>}
            </th>
            <td>{arrow(span(before.duration_s * 1_000), span(after.duration_s * 1_000))}</td>
            <td>{arrow(km(before.distance_m), km(after.distance_m))}</td>
            <td>{arrow(number(before.late), number(after.late))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Moves({ moves, board }: { moves: PlanDiff['moves']; board: Board }) {
  return (
    <ul class="diff-moves">
      {moves.slice(0, most).map(({ stopId, parcels, from, to }) => (
        <li key={stopId}>
          <Where at={from} board={board} />
          <span class="soft">→</span>
          <Where at={to} board={board} />
          <small class="soft">{t('unit.parcels', { n: parcels })}</small>
        </li>
      ))}
      {moves.length > most && <li class="soft">{t('improve.more', { n: moves.length - most })}</li>}
    </ul>
  );
}

function Where({ at, board }: { at: PlanDiff['moves'][number]['from']; board: Board }) {
  if (at === null) return <span>{t('improve.fromPool')}</span>;
  return (
    <span>
      <i style={{ background: colourOn(board, at.routeId) }} />
      {at.vehicle} <b>{at.position}</b>
    </span>
  );
}

const colourOn = (board: Board, routeId: string): string | undefined =>
  board.routes?.find((route) => route.routeId === routeId)?.colour;
const arrow = (before: string, after: string): string => (before === after ? after : `${before} → ${after}`);
