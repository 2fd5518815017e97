import { useSignal } from '@preact/signals';
import { href, place } from '../../frame/route.ts';
import { Page } from '../../parts/Page.tsx';
import { t } from '../../words/t.ts';
import { AddDevice, DeviceList } from './DeviceList.tsx';
import { AddUser } from './AddUser.tsx';
import { UserList } from './UserList.tsx';

/** Who works here, and on which handheld. */
export function People() {
  const turn = useSignal(0);
  const isDevices = place.value.path[1] === 'devices';
  return (
    <Page title={t('place.people')} actions={isDevices ? <AddDevice /> : <AddUser onAdded={() => (turn.value += 1)} />}>
      <nav class="tab-row" aria-label={t('place.people')}>
        <a class="pill" href={href('people')} aria-current={isDevices ? undefined : 'page'}>
          {t('people.users')}
        </a>
        <a class="pill" href={href('people', 'devices')} aria-current={isDevices ? 'page' : undefined}>
          {t('people.devices')}
        </a>
      </nav>
      {isDevices ? <DeviceList /> : <UserList key={turn.value} />}
    </Page>
  );
}
