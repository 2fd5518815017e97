import { href } from '../../frame/route.ts';
import { notHeard } from '../../link/parked.ts';
import { Waiting } from '../../parts/Waiting.tsx';
import { t } from '../../words/t.ts';

export function RecordTabs({ at }: { at: 'looks' | 'parked' }) {
  return (
    <nav class="tab-row" aria-label={t('place.records')}>
      {(['looks', 'parked'] as const).map((name) => (
        <a
          key={name}
          class="pill"
          href={name === 'looks' ? href('records') : href('records', name)}
          aria-current={name === at ? 'page' : undefined}
        >
          {t(`records.${name}`)}
          {name === 'parked' && <Waiting n={notHeard.value} />}
        </a>
      ))}
    </nav>
  );
}
