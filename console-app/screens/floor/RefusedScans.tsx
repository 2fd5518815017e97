import { usePeople } from '../../link/people.ts';
import type { ShownScan } from '../../link/wire.ts';
import { Card } from '../../parts/Page.tsx';
import { ago } from '../../parts/time.ts';
import { said, t } from '../../words/t.ts';

/** A short word for the cause; where the desk has none, what the worker was told, which comes in the reader's language. */
function causeOf(code: string, told: string | null): string {
  const word = said('scan', code);
  return word === code.replaceAll('_', ' ') ? (told ?? word) : word;
}

/** The same refusal many times over is a label, a bin or a rule to be looked at: so they are counted by cause. */
export function RefusedScans({ scans }: { scans: ShownScan[] }) {
  const nameOf = usePeople();
  const byCode = new Map<string, ShownScan[]>();
  for (const scan of scans) {
    const code = scan.refusalCode ?? '';
    byCode.set(code, [...(byCode.get(code) ?? []), scan]);
  }
  return (
    <Card title={t('floor.refused')} note={scans.length > 0 && String(scans.length)}>
      {scans.length === 0 && <p class="soft">{t('floor.noRefused')}</p>}
      <div class="pills">
        {[...byCode]
          .toSorted((a, b) => b[1].length - a[1].length)
          .slice(0, 6)
          .map(([code, alike]) => (
            <span key={code} class="chip stop">
              {causeOf(code, alike[0]!.said)} <b>{alike.length}</b>
            </span>
          ))}
      </div>
      <ul class="refused">
        {scans.slice(0, 8).map((scan) => (
          <li key={`${scan.deviceId} ${scan.seq} ${scan.flow} ${scan.code} ${scan.at}`}>
            <span class="grow">
              <b>{scan.said ?? said('scan', scan.refusalCode ?? '')}</b>
              <small class="soft">{`${nameOf(scan.actorId)} · ${said('flow', scan.flow)} · ${ago(scan.at)}`}</small>
            </span>
            <span class="code">{scan.code}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
