import { href } from '../../frame/route.ts';
import { useAct } from '../../link/act.ts';
import { useAsk } from '../../link/ask.ts';
import { post } from '../../link/http.ts';
import { usePeople } from '../../link/people.ts';
import { isManager } from '../../link/session.ts';
import type { WaveShown } from '../../link/wire.ts';
import { Legend, Meter, PartBar } from '../../parts/Bar.tsx';
import { Key } from '../../parts/Key.tsx';
import { Card, Chip, Figure, Page } from '../../parts/Page.tsx';
import { type Column, Rows } from '../../parts/Rows.tsx';
import { number, when, km } from '../../parts/time.ts';
import { Trouble } from '../../parts/Trouble.tsx';
import { Answer } from '../../parts/Wait.tsx';
import { said, t } from '../../words/t.ts';
import { LeftOut } from './LeftOut.tsx';
import { saving, taskParts } from './RunningWave.tsx';

type Batch = WaveShown['batches'][number];

export function WavePage({ waveId }: { waveId: string }) {
  const asked = useAsk<WaveShown>(`/v1/waves/${waveId}`, { topics: ['waves.'], every_ms: 15_000 });
  const nameOf = usePeople();
  const act = useAct();
  const wave = asked.value;
  const free = (batch: Batch) => (): void => {
    void act
      .run(batch.batchId, () => post(`/v1/batches/${batch.batchId}/free`, { siteId: wave!.siteId }))
      .then((answer) => answer !== undefined && asked.again());
  };
  const columns: Column<Batch>[] = [
    { title: t('waves.cart'), kind: 'lead', cell: (batch) => batch.cartCode ?? t('waves.noCart') },
    { title: t('waves.picker'), cell: (batch) => nameOf(batch.pickerId) },
    {
      title: t('waves.progress'),
      kind: 'wide',
      cell: (batch) => (
        <Meter
          value={batch.tasks - batch.open}
          limit={batch.tasks}
          isProgress
          title={t('waves.progress')}
          text={t('waves.tasksOf', { done: batch.tasks - batch.open, n: batch.tasks })}
        />
      ),
    },
    { title: t('waves.orders'), kind: 'number', cell: (batch) => number(batch.orders) },
    { title: t('waves.walk'), kind: 'number', cell: (batch) => km(batch.walk_mm / 1000) },
    {
      title: t('waves.state'),
      kind: 'end',
      cell: (batch) => (
        <>
          <Chip tone={batch.state === 'delivered' ? 'good' : batch.state === 'claimed' ? 'busy' : 'plain'}>
            {batch.laneCode ?? said('batch', batch.state)}
          </Chip>{' '}
          {batch.state === 'claimed' && isManager.value && (
            <Key small name={batch.batchId} act={act} onPress={free(batch)}>
              {t('waves.free')}
            </Key>
          )}
        </>
      ),
    },
  ];
  return (
    <Page
      title={wave ? t('waves.from', { at: when(wave.plannedAt) }) : t('waves.wave')}
      back={{ to: href('waves'), title: t('place.waves') }}
      lead={wave && <Chip tone={wave.state === 'done' ? 'good' : 'busy'}>{said('wave', wave.state)}</Chip>}
    >
      <Trouble error={act.trouble.value} />
      <Answer asked={asked}>
        {(shown) => (
          <>
            <Card>
              <div class="figures">
                <Figure label={t('waves.orders')} value={number(shown.orders)} />
                <Figure label={t('waves.units')} value={number(shown.units)} />
                <Figure label={t('waves.unitsPicked')} value={number(shown.tasks.unitsPicked)} />
                <Figure
                  label={t('waves.walk')}
                  value={shown.walk_m === null ? '–' : km(shown.walk_m)}
                  note={saving(shown)}
                />
                {shown.dueBy && <Figure label={t('waves.due')} value={when(shown.dueBy)} />}
              </div>
              <div class="gap" />
              <PartBar tall parts={taskParts(shown.tasks)} whole={shown.tasks.tasks} />
              <Legend
                parts={[
                  ...taskParts(shown.tasks),
                  { tone: 'waiting', value: shown.tasks.open, title: t('waves.open') },
                ]}
              />
            </Card>
            <Card title={t('waves.carts')} flush>
              <Rows label={t('waves.carts')} rows={shown.batches} columns={columns} keyOf={({ batchId }) => batchId} />
            </Card>
            {shown.leftOut.length > 0 && <LeftOut left={shown.leftOut} />}
          </>
        )}
      </Answer>
    </Page>
  );
}
