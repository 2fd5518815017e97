import { href } from '../../frame/route.ts';
import { useAsk } from '../../link/ask.ts';
import type { Wave, WaveShown } from '../../link/wire.ts';
import { PartBar } from '../../parts/Bar.tsx';
import { Chip, Figure } from '../../parts/Page.tsx';
import { number, when } from '../../parts/time.ts';
import { said, t } from '../../words/t.ts';

/** One wave on the floor: how far it is and whether a cart stands still. */
export function RunningWave({ wave }: { wave: Wave }) {
  const asked = useAsk<WaveShown>(`/v1/waves/${wave.waveId}`, { topics: ['waves.'], every_ms: 15_000 });
  const tasks = asked.value?.tasks;
  const batches = asked.value?.batches ?? [];
  const claimed = batches.filter(({ state }) => state === 'claimed').length;
  const waiting = batches.filter(({ state }) => state === 'ready').length;
  return (
    <a class="card wave" href={href('waves', wave.waveId)}>
      <header>
        <b>{wave.dueBy ? t('waves.dueBy', { at: when(wave.dueBy) }) : t('waves.from', { at: when(wave.plannedAt) })}</b>
        <Chip tone="busy">{said('wave', wave.state)}</Chip>
      </header>
      <PartBar tall parts={taskParts(tasks)} whole={tasks?.tasks ?? 1} />
      <div class="figures">
        <Figure label={t('waves.orders')} value={number(wave.orders)} />
        <Figure
          label={t('waves.tasksLeft')}
          value={tasks ? number(tasks.open) : '…'}
          note={tasks && t('waves.of', { n: number(tasks.tasks) })}
        />
        <Figure label={t('waves.carts')} value={`${claimed}`} note={t('waves.cartsWaiting', { n: waiting })} />
        {tasks !== undefined && tasks.short > 0 && (
          <Figure label={t('waves.short')} value={number(tasks.short)} tone="stop" />
        )}
      </div>
    </a>
  );
}

export const taskParts = (tasks: WaveShown['tasks'] | undefined) => [
  { tone: 'delivered', value: tasks?.picked ?? 0, title: t('waves.picked') },
  { tone: 'damaged', value: tasks?.short ?? 0, title: t('waves.short') },
  { tone: 'cancelled', value: tasks?.cancelled ?? 0, title: t('wave.cancelled') },
];

export function saving(wave: { walk_m: number | null; single_m: number | null }): string {
  if (wave.walk_m === null || !wave.single_m) return '';
  return t('waves.saved', { n: Math.round(100 * (1 - wave.walk_m / wave.single_m)) });
}
