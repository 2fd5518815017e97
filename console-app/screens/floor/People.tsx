import { usePeople } from '../../link/people.ts';
import type { ShownScan } from '../../link/wire.ts';
import { Card } from '../../parts/Page.tsx';
import { ago, now_ms } from '../../parts/time.ts';
import { said, t } from '../../words/t.ts';

/** Someone who has not scanned for this long may need help. */
const quiet_ms = 10 * 60_000;

/** A bin or a number is the same in every language; a sentence is in that of the one who scanned. */
const isSign = /^[A-Z0-9][A-Z0-9 .-]*$/;

/** Everybody at work, at the last scan, with its age: an old place says that it is old. */
export function People({ scans }: { scans: ShownScan[] }) {
  const nameOf = usePeople();
  const latest = scans.toSorted((a, b) => b.at.localeCompare(a.at));
  return (
    <Card title={t('floor.people')} note={latest.length > 0 && String(latest.length)}>
      {latest.length === 0 && <p class="soft">{t('floor.nobody')}</p>}
      <ul class="people">
        {latest.slice(0, 24).map((scan) => {
          const isQuiet = now_ms.value - new Date(scan.at).getTime() > quiet_ms;
          return (
            <li key={scan.actorId} class={isQuiet ? 'quiet' : ''}>
              <span class="face" aria-hidden="true">
                {nameOf(scan.actorId).slice(0, 1).toUpperCase()}
              </span>
              <span class="grow">
                <b>{nameOf(scan.actorId)}</b>
                <small class="soft">
                  {said('flow', scan.flow)}
                  {!scan.ok && <span class="problem"> {scan.said}</span>}
                  {scan.ok && scan.said && isSign.test(scan.said) && ` → ${scan.said}`}
                </small>
              </span>
              <span class="code">{scan.code}</span>
              <time class={scan.ok ? 'soft' : 'problem'}>{ago(scan.at)}</time>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
