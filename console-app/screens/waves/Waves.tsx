import { useSignal } from '@preact/signals';
import { href, place } from '../../frame/route.ts';
import { site } from '../../frame/site.ts';
import { withQuery } from '../../link/ask.ts';
import { usePages } from '../../link/pages.ts';
import { isManager } from '../../link/session.ts';
import type { Wave, Waves as WaveList } from '../../link/wire.ts';
import { Key } from '../../parts/Key.tsx';
import { More } from '../../parts/More.tsx';
import { Card, Chip, Page } from '../../parts/Page.tsx';
import { type Column, Rows } from '../../parts/Rows.tsx';
import { km, number, when } from '../../parts/time.ts';
import { Answer, Empty } from '../../parts/Wait.tsx';
import { said, t } from '../../words/t.ts';
import { PlanWave } from './PlanWave.tsx';
import { RunningWave, saving } from './RunningWave.tsx';
import { WavePage } from './WavePage.tsx';

export function Waves() {
  const waveId = place.value.path[1];
  return waveId === undefined ? <List /> : <WavePage key={waveId} waveId={waveId} />;
}

function List() {
  const siteId = site.value!.siteId;
  const query = { siteId, limit: 30 };
  const isPlanning = useSignal(false);
  const asked = usePages<WaveList>(
    withQuery('/v1/waves', query),
    (cursor) => withQuery('/v1/waves', { ...query, cursor }),
    { topics: ['waves.'] },
  );
  return (
    <Page
      title={t('place.waves')}
      actions={
        isManager.value && (
          <Key icon="plus" kind="main" onPress={() => (isPlanning.value = true)}>
            {t('waves.plan')}
          </Key>
        )
      }
    >
      <Answer asked={asked}>
        {({ waves }) => {
          const all = [waves, ...asked.later.map((page) => page.waves)].flat();
          const running = all.filter(({ state }) => state === 'released' || state === 'planned');
          const past = all.filter((wave) => !running.includes(wave));
          if (all.length === 0) {
            return (
              <Card>
                <Empty icon="pick" title={t('waves.none')} hint={t('waves.noneHint')} />
              </Card>
            );
          }
          return (
            <>
              {running.length > 0 && (
                <div class="cards">
                  {running.map((wave) => (
                    <RunningWave key={wave.waveId} wave={wave} />
                  ))}
                </div>
              )}
              {past.length > 0 && (
                <Card title={t('waves.past')} flush>
                  <Rows
                    label={t('waves.past')}
                    rows={past}
                    columns={waveColumns()}
                    keyOf={({ waveId }) => waveId}
                    to={({ waveId }) => href('waves', waveId)}
                  />
                </Card>
              )}
            </>
          );
        }}
      </Answer>
      <More asked={asked} />
      {isPlanning.value && <PlanWave siteId={siteId} onClose={() => (isPlanning.value = false)} again={asked.again} />}
    </Page>
  );
}

const waveColumns = (): Column<Wave>[] => [
  { title: t('waves.planned'), kind: 'lead', cell: (wave) => when(wave.plannedAt) },
  { title: t('waves.due'), cell: (wave) => (wave.dueBy ? when(wave.dueBy) : '') },
  { title: t('waves.orders'), kind: 'number', cell: (wave) => number(wave.orders) },
  { title: t('waves.units'), kind: 'number', cell: (wave) => number(wave.units) },
  {
    title: t('waves.walk'),
    kind: 'number',
    cell: (wave) => (
      <>
        {wave.walk_m !== null && km(wave.walk_m)}
        <small>{saving(wave)}</small>
      </>
    ),
  },
  {
    title: t('waves.state'),
    kind: 'end',
    cell: (wave) => <Chip tone={wave.state === 'done' ? 'good' : 'plain'}>{said('wave', wave.state)}</Chip>,
  },
];
