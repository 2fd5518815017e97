import { site } from '../../frame/site.ts';
import { useAsk, withQuery } from '../../link/ask.ts';
import type { BurnDowns, RecentScans, Waves } from '../../link/wire.ts';
import { isLive } from '../../link/news.ts';
import { Card, Chip, Page } from '../../parts/Page.tsx';
import { Answer, Empty } from '../../parts/Wait.tsx';
import { t } from '../../words/t.ts';
import { RunningWave } from '../waves/RunningWave.tsx';
import { Burning } from './Burning.tsx';
import { Inbox } from './Inbox.tsx';
import { People } from './People.tsx';
import { RefusedScans } from './RefusedScans.tsx';

/** The floor now: what is due when, who works on what, and what waits for a decision. */
export function Floor() {
  const siteId = site.value!.siteId;
  const burning = useAsk<BurnDowns>(withQuery('/v1/burn-downs', { siteId }), { topics: ['orders.'], every_ms: 20_000 });
  const waves = useAsk<Waves>(withQuery('/v1/waves', { siteId, limit: 20 }), { topics: ['waves.'] });
  const scans = useAsk<RecentScans>(withQuery('/v1/scans', { siteId, limit: 30 }), {
    topics: ['waves.', 'packing.', 'inbound.', 'scans.', 'dispatch.'],
    every_ms: 10_000,
  });
  const running = waves.value?.waves.filter(({ state }) => state === 'released' || state === 'planned') ?? [];
  return (
    <Page
      wide
      title={t('place.floor')}
      lead={
        <>
          <span>{site.value!.name}</span>
          <Chip tone={isLive.value ? 'good' : 'notice'}>{t(isLive.value ? 'frame.live' : 'frame.notLive')}</Chip>
        </>
      }
    >
      <Answer asked={burning} rows={5}>
        {({ burnDowns }) =>
          burnDowns.length === 0 ? (
            <Card>
              <Empty icon="check" title={t('floor.nothingDue')} hint={t('floor.nothingDueHint')} />
            </Card>
          ) : (
            <div class="burn-downs">
              {burnDowns.map((due) => (
                <Burning key={due.promiseBy} due={due} />
              ))}
            </div>
          )
        }
      </Answer>
      <div class="floor-columns">
        <div>
          <Inbox siteId={siteId} />
        </div>
        <div>
          <Answer asked={waves} rows={3}>
            {() =>
              running.length === 0 ? (
                <Card title={t('floor.waves')}>
                  <p class="soft">{t('floor.noWave')}</p>
                </Card>
              ) : (
                <>
                  {running.slice(0, 4).map((wave) => (
                    <RunningWave key={wave.waveId} wave={wave} />
                  ))}
                </>
              )
            }
          </Answer>
          <Answer asked={scans} rows={5}>
            {({ latest, refused }) => (
              <>
                <People scans={latest} />
                <RefusedScans scans={refused} />
              </>
            )}
          </Answer>
        </div>
      </div>
    </Page>
  );
}
