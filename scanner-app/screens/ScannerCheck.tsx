import { useSignal } from '@preact/signals';
import type { Burst } from '../device/burst.ts';
import { code128 } from '../device/code128.ts';
import { useEar } from '../device/ear.ts';
import { tell } from '../device/feedback.ts';
import { defaultRules, wedgeRules } from '../device/settings.ts';
import { Icon } from '../look/icons.tsx';
import { type Word, t } from '../words/t.ts';
import { Bar } from './Bar.tsx';
import { type Diagnosis, diagnose, testCodes, visible } from './diagnosis.ts';

/** Shows what the scanner really sends, and what to set so that no code is lost or torn. */
export function ScannerCheck() {
  const last = useSignal<{ code: string; burst: Burst | undefined; diagnosis: Diagnosis } | null>(null);
  useEar({
    scan({ code, burst }) {
      const diagnosis = diagnose(code, burst);
      last.value = { code, burst, diagnosis };
      tell(diagnosis.isFine ? 'good' : 'refused');
    },
  });
  const read = last.value;
  return (
    <div class="screen">
      <Bar title={t('check.title')} back="device" />
      <main class="body">
        <div class="card">
          {read ? (
            <>
              <p class="soft">{t('check.read')}</p>
              <p class="code">{visible(read.code)}</p>
            </>
          ) : (
            <p class="listening">
              <Icon name="scan" />
              {t('check.waiting')}
            </p>
          )}
        </div>
        {read && read.diagnosis.verdicts.map((verdict) => <Verdict key={verdict.word} {...verdict} />)}
        {read && <Remedies diagnosis={read.diagnosis} />}
        {read && read.burst && <Histogram gaps_ms={read.burst.gaps_ms} />}
        <p class="soft">{t('check.how')}</p>
        <div class="testCodes">
          {testCodes.map(({ word, bars }) => (
            <TestCode key={word} word={word} bars={bars} />
          ))}
        </div>
      </main>
      <footer class="foot">
        {JSON.stringify(wedgeRules.value) !== JSON.stringify(defaultRules) && (
          <button class="key" type="button" onClick={() => (wedgeRules.value = defaultRules)}>
            {t('check.reset')}
          </button>
        )}
      </footer>
    </div>
  );
}

function Verdict({ word, fill, isFine }: Diagnosis['verdicts'][number]) {
  return (
    <p class={isFine ? 'verdict fine' : 'notice'}>
      <Icon name={isFine ? 'check' : 'warning'} />
      {t(word, fill)}
    </p>
  );
}

function Remedies({ diagnosis: { separator, gap_ms } }: { diagnosis: Diagnosis }) {
  return (
    <>
      {separator && (
        <button class="key main" type="button" onClick={() => (wedgeRules.value = { ...wedgeRules.value, separator })}>
          {t('check.useSeparator', { as: separator })}
        </button>
      )}
      {gap_ms !== undefined && (
        <button
          class="key main"
          type="button"
          onClick={() => (wedgeRules.value = { ...wedgeRules.value, maxGap_ms: gap_ms })}
        >
          {t('check.useGap', { n: gap_ms })}
        </button>
      )}
    </>
  );
}

const edges_ms = [2, 5, 10, 20, 35, 60, Infinity];

function Histogram({ gaps_ms }: { gaps_ms: number[] }) {
  const counts = edges_ms.map(
    (edge, index) => gaps_ms.filter((gap) => gap <= edge && gap > (edges_ms[index - 1] ?? -1)).length,
  );
  const most = Math.max(1, ...counts);
  return (
    <section class="card">
      <p class="soft">{t('check.gaps')}</p>
      <div class="histogram">
        {edges_ms.map((edge, index) => (
          <div key={edge} class={edge > wedgeRules.value.maxGap_ms ? 'slow' : ''}>
            {counts[index] || ''}
            <i style={{ height: `${Math.round(((counts[index] || 0) / most) * 80)}px` }} />
            {edge === Infinity ? '60+' : `≤${edge}`}
          </div>
        ))}
      </div>
    </section>
  );
}

function TestCode({ word, bars }: { word: Word; bars: string }) {
  const widths = code128(bars);
  let at = 10;
  const drawn = widths.map((width, index) => {
    const left = at;
    at += width;
    return index % 2 === 0 ? <rect key={left} x={left} y="0" width={width} height="10" /> : null;
  });
  return (
    <figure class="testCode" style={{ margin: 0 }}>
      <figcaption>{t(word)}</figcaption>
      <svg viewBox={`0 0 ${at + 10} 10`} preserveAspectRatio="none" shape-rendering="crispEdges">
        {drawn}
      </svg>
    </figure>
  );
}
