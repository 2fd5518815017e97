import type { Flow } from '../../src/scans/step.shared.ts';
import { useEar } from '../device/ear.ts';
import { tell } from '../device/feedback.ts';
import { Icon } from '../look/icons.tsx';
import { others } from '../queue/others.ts';
import { t } from '../words/t.ts';
import { Bar } from './Bar.tsx';
import { nameOf } from './OthersWait.tsx';

/** A work in which somebody else's scans wait: they are applied first, or what he left would be gone on from wrongly. */
export function Held({ flow }: { flow: Flow }) {
  useEar({ scan: () => tell('refused') });
  return (
    <div class="screen">
      <Bar title={t(`flow.${flow}`)} back="home" />
      <main class="body" data-held={flow}>
        {others.value
          .filter(({ flows }) => flows.includes(flow))
          .map((left) => (
            <p key={left.userId} class="notice" role="alert">
              <Icon name="clock" />
              {t('others.first', { who: nameOf(left), n: left.count })}
            </p>
          ))}
      </main>
    </div>
  );
}
