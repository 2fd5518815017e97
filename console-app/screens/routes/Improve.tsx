import { useSignal } from '@preact/signals';
import { useAct } from '../../link/act.ts';
import { post } from '../../link/http.ts';
import type { Changed, PlanDiff } from '../../link/wire.ts';
import { Dialog } from '../../parts/Dialog.tsx';
import { Field, Input } from '../../parts/Field.tsx';
import { Key } from '../../parts/Key.tsx';
import { Trouble } from '../../parts/Trouble.tsx';
import { t } from '../../words/t.ts';
import { costSaid } from './cost.ts';
import { Difference } from './Difference.tsx';
import { tellChange } from './takeBack.ts';
import type { Board, BoardRoute } from './useBoard.ts';

interface ImproveProps {
  board: Board;
  /** The one that is open on the board: it is chosen, and others may be chosen beside it. */
  route: BoardRoute | undefined;
  onClose: () => void;
}

/** Looks for a better plan of what is still to be driven, and shows how it would differ before anything changes. */
export function Improve({ board, route, onClose }: ImproveProps) {
  const routes = (board.routes ?? []).filter(({ state }) => state !== 'finished');
  const chosen = useSignal<ReadonlySet<string>>(
    new Set((route ? [route] : routes.filter(({ locked }) => !locked)).map(({ routeId }) => routeId)),
  );
  const pool = useSignal(true);
  const idle = useSignal(false);
  const seconds = useSignal('3');
  const diff = useSignal<PlanDiff | null>(null);
  const act = useAct();
  const look = async (): Promise<void> => {
    const found = await act.run('look', () =>
      post<PlanDiff>('/v1/plan-proposals', {
        siteId: board.siteId,
        routeIds: [...chosen.value],
        pool: pool.value,
        idle: idle.value,
        seconds: Math.min(30, Math.max(0.1, Number(seconds.value) || 3)),
      }),
    );
    if (found) diff.value = found;
  };
  const accept = async (): Promise<void> => {
    const changed = await act.run('accept', () =>
      post<Changed>(`/v1/plan-proposals/${diff.value!.proposalId}/accept`, {}),
    );
    board.again();
    if (changed === undefined) return;
    board.meet(changed.routes);
    tellChange(board, `${t('undo.accepted')}: ${costSaid(changed.cost)}`);
    onClose();
  };
  const discard = (): void => {
    if (diff.value) void post(`/v1/plan-proposals/${diff.value.proposalId}/discard`, {}).catch(() => undefined);
    onClose();
  };
  const turn = (routeId: string): void => {
    const next = new Set(chosen.value);
    if (!next.delete(routeId)) next.add(routeId);
    chosen.value = next;
  };
  if (diff.value) return <Difference board={board} diff={diff.value} act={act} onAccept={accept} onDiscard={discard} />;
  return (
    <Dialog
      title={t('improve.title')}
      onClose={onClose}
      foot={
        <>
          <Key onPress={onClose}>{t('do.cancel')}</Key>
          <Key
            kind="main"
            name="look"
            act={act}
            data-do="look"
            disabled={chosen.value.size === 0}
            onPress={() => void look()}
          >
            {t(act.busy.value ? 'routes.planning' : 'improve.look')}
          </Key>
        </>
      }
    >
      <div class="stack">
        <Trouble error={act.trouble.value} />
        <p class="soft">{t('improve.lead')}</p>
        <fieldset>
          <legend>{t('place.routes')}</legend>
          <div class="pills wrap">
            {routes.map(({ routeId, vehicle, locked }) => (
              <button
                key={routeId}
                class="pill"
                type="button"
                disabled={locked}
                aria-pressed={chosen.value.has(routeId)}
                onClick={() => turn(routeId)}
              >
                {vehicle}
              </button>
            ))}
          </div>
        </fieldset>
        <label class="check">
          <input
            type="checkbox"
            checked={pool.value}
            onChange={(event) => (pool.value = event.currentTarget.checked)}
          />
          {t('improve.pool')}
        </label>
        <label class="check">
          <input
            type="checkbox"
            name="idle"
            checked={idle.value}
            onChange={(event) => (idle.value = event.currentTarget.checked)}
          />
          {t('improve.idle')}
        </label>
        <Field label={t('routes.seconds')} hint={t('routes.secondsHint')}>
          <Input type="number" min={1} max={30} value={seconds.value} onText={(text) => (seconds.value = text)} />
        </Field>
      </div>
    </Dialog>
  );
}
