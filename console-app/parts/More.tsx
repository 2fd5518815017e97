import type { Paged } from '../link/pages.ts';
import { t } from '../words/t.ts';
import { Key } from './Key.tsx';

/** The key under a list that goes on; nothing where it has ended. */
export function More({ asked }: { asked: Pick<Paged<unknown>, 'more' | 'act'> }) {
  if (!asked.more) return null;
  return (
    <Key name="more" act={asked.act} onPress={asked.more}>
      {t('do.more')}
    </Key>
  );
}
