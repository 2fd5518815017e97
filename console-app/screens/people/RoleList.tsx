import { href } from '../../frame/route.ts';
import { useAsk } from '../../link/ask.ts';
import type { Users } from '../../link/wire.ts';
import { Card } from '../../parts/Page.tsx';
import { type Column, Rows } from '../../parts/Rows.tsx';
import { number } from '../../parts/time.ts';
import { Answer } from '../../parts/Wait.tsx';
import { said, t } from '../../words/t.ts';
import { roles } from './roles.ts';

interface Row {
  role: string;
  logins: string[];
}

/** So many names stand in a row; the others are found under the accounts. */
const NAMED = 8;

/** Who may do what: each role, and the accounts that have it. */
export function RoleList() {
  const asked = useAsk<Users>('/v1/users', { every_ms: 60_000 });
  return (
    <Card title={t('people.roles')} note={t('people.rolesNote')} flush>
      <Answer asked={asked} rows={9}>
        {({ users }) => (
          <Rows
            label={t('people.roles')}
            rows={roles.map((role): Row => {
              const active = users.filter((one) => one.role === role && one.state === 'active');
              return { role, logins: active.map(({ login }) => login) };
            })}
            columns={columns()}
            keyOf={({ role }) => role}
          />
        )}
      </Answer>
    </Card>
  );
}

const columns = (): Column<Row>[] => [
  { title: t('people.role'), kind: 'lead', cell: ({ role }) => <span class="unbroken">{said('role', role)}</span> },
  { title: t('people.mayDo'), kind: 'wide', cell: ({ role }) => said('roleDoes', role) },
  {
    title: t('people.whoHasIt'),
    cell: ({ logins }) => (
      <>
        {logins.slice(0, NAMED).map((login, at) => (
          <>
            {at > 0 && ', '}
            <a key={login} href={`${href('people')}?search=${encodeURIComponent(login)}`}>
              {login}
            </a>
          </>
        ))}
        {logins.length > NAMED && ` ${t('people.andMore', { n: number(logins.length - NAMED) })}`}
        {logins.length === 0 && '–'}
      </>
    ),
  },
];
