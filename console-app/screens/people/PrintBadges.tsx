import { useAct } from '../../link/act.ts';
import { save } from '../../link/download.ts';
import { postFile } from '../../link/http.ts';
import type { Users } from '../../link/wire.ts';
import { Key } from '../../parts/Key.tsx';
import { Trouble } from '../../parts/Trouble.tsx';
import { said, t } from '../../words/t.ts';
import { mostLabels } from '../stock/print/labels.ts';

/**
 * Stickers of the badges in sight. A badge says who somebody is and lets nobody in: that takes his PIN too, on a handheld that is
 * enrolled.
 */
export function PrintBadges({ users }: { users: Users['users'] }) {
  const act = useAct();
  const labels = users
    .flatMap(({ login, role, badge, state }) =>
      badge === null || state !== 'active' ? [] : [{ code: badge, title: login, note: said('role', role) }],
    )
    .slice(0, mostLabels);
  const print = async (): Promise<void> => {
    const file = await act.run('badges', () => postFile('/v1/barcode-sheets', { labels }));
    if (file) save(file, 'badges.pdf');
  };
  return (
    <>
      <Key
        icon="download"
        name="badges"
        act={act}
        disabled={labels.length === 0}
        data-do="print-badges"
        onPress={() => void print()}
      >
        {t('people.printBadges', { n: labels.length })}
      </Key>
      <Trouble error={act.trouble.value} />
    </>
  );
}
