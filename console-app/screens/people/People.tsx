import { useSignal } from '@preact/signals';
import { href, place } from '../../frame/route.ts';
import { Page } from '../../parts/Page.tsx';
import { t } from '../../words/t.ts';
import { AddDevice, DeviceList } from './DeviceList.tsx';
import { AddUser } from './AddUser.tsx';
import { History } from './History.tsx';
import { RoleList } from './RoleList.tsx';
import { UserList } from './UserList.tsx';

const tabs = ['users', 'roles', 'devices', 'history'] as const;

/** Who works here, on which handheld, and what was done to whose account. */
export function People() {
  const turn = useSignal(0);
  const at = place.value.path[1];
  const tab = tabs.find((name) => name === at) ?? 'users';
  const actions = {
    users: <AddUser onAdded={() => (turn.value += 1)} />,
    devices: <AddDevice />,
    roles: undefined,
    history: undefined,
  };
  return (
    <Page title={t('place.people')} actions={actions[tab]}>
      <nav class="tab-row" aria-label={t('place.people')}>
        {tabs.map((name) => (
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
      {tab === 'roles' && <RoleList />}
      {tab === 'history' && <History />}
    </Page>
  );
}
