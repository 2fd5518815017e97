import { useSignal } from '@preact/signals';
import { href, place } from '../../frame/route.ts';
import { Page } from '../../parts/Page.tsx';
import { t } from '../../words/t.ts';
import { AddDevice, DeviceList } from './DeviceList.tsx';
import { AddUser } from './AddUser.tsx';
import { History } from './History.tsx';
import { UserList } from './UserList.tsx';

/** Who works here, on which handheld, and what was done to whose account. */
export function People() {
  const turn = useSignal(0);
  const at = place.value.path[1];
  const tab = at === 'devices' || at === 'history' ? at : 'users';
  const actions = {
    users: <AddUser onAdded={() => (turn.value += 1)} />,
    devices: <AddDevice />,
    history: undefined,
  };
  return (
    <Page title={t('place.people')} actions={actions[tab]}>
      <nav class="tab-row" aria-label={t('place.people')}>
        {(['users', 'devices', 'history'] as const).map((name) => (
          <a
            key={name}
            class="pill"
            href={name === 'users' ? href('people') : href('people', name)}
            aria-current={name === tab ? 'page' : undefined}
          >
            {t(`people.${name}`)}
          </a>
        ))}
      </nav>
      {tab === 'users' && <UserList key={turn.value} />}
      {tab === 'devices' && <DeviceList />}
      {tab === 'history' && <History />}
    </Page>
  );
}
