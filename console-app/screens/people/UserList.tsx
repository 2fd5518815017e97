import { useSignal } from '@preact/signals';
import { choose, href, place } from '../../frame/route.ts';
import { type Act, useAct } from '../../link/act.ts';
import { useAsk } from '../../link/ask.ts';
import { post } from '../../link/http.ts';
import { role, user } from '../../link/session.ts';
import type { PasswordReset, PinReset, Users } from '../../link/wire.ts';
import { Field, Input } from '../../parts/Field.tsx';
import { FormDialog } from '../../parts/FormDialog.tsx';
import { Key } from '../../parts/Key.tsx';
import { Card, Chip } from '../../parts/Page.tsx';
import { type Column, Rows } from '../../parts/Rows.tsx';
import { Search } from '../../parts/Search.tsx';
import { Trouble } from '../../parts/Trouble.tsx';
import { told } from '../../parts/Undo.tsx';
import { Answer, Empty } from '../../parts/Wait.tsx';
import { said, t } from '../../words/t.ts';
import { PrintBadges } from './PrintBadges.tsx';
import { ChangeRole } from './ChangeRole.tsx';
import { Forgot, type Once, Told } from './Forgot.tsx';

type User = Users['users'][number];

export function UserList() {
  const asked = useAsk<Users>('/v1/users', { every_ms: 60_000 });
  const search = place.value.query.get('search') ?? '';
  const act = useAct();
  const once = useSignal<Once | null>(null);
  const badge = useSignal<User | null>(null);
  const forgot = useSignal<User | null>(null);
  const granted = useSignal<User | null>(null);
  const found = ({ login, badge: worn }: User): boolean =>
    login.includes(search.toLowerCase()) || (worn ?? '').includes(search.toUpperCase());
  const setState = async (one: User, state: 'active' | 'blocked'): Promise<void> => {
    await post(`/v1/users/${one.userId}/state`, { state });
    asked.again();
  };
  const turn = async (one: User): Promise<void> => {
    const to = one.state === 'active' ? 'blocked' : 'active';
    const back = one.state === 'active' ? 'active' : 'blocked';
    if ((await act.run(one.userId, () => setState(one, to).then(() => true))) === undefined) return;
    const text = t(to === 'blocked' ? 'people.wasBlocked' : 'people.wasUnblocked', { login: one.login });
    told({ text, undo: () => setState(one, back) });
  };
  const newPin = async (one: User): Promise<void> => {
    const made = await act.run(`pin ${one.userId}`, () => post<PinReset>(`/v1/users/${one.userId}/pin`));
    if (made) once.value = { login: one.login, what: 'pin', text: made.pin };
    asked.again();
  };
  const newPassword = async (one: User): Promise<void> => {
    const made = await act.run('password', () => post<PasswordReset>(`/v1/users/${one.userId}/password`));
    if (made === undefined) return;
    forgot.value = null;
    once.value = { login: one.login, what: 'password', text: made.code };
    asked.again();
  };
  return (
    <>
      <div class="filters">
        <Search label={t('people.search')} value={search} onSearch={(text) => choose('search', text)} />
        <PrintBadges users={(asked.value?.users ?? []).filter(found)} />
      </div>
      <Trouble error={act.trouble.value} />
      <Card flush>
        <Answer asked={asked} rows={10}>
          {({ users }) => {
            const rows = users.filter(found);
            return rows.length === 0 ? (
              <Empty icon="person" title={t('people.none')}>
                <a class="key" href={href('people')}>
                  {t('do.clear')}
                </a>
              </Empty>
            ) : (
              <Rows
                label={t('people.users')}
                rows={rows}
                columns={columnsOf({
                  act,
                  turn,
                  newPin,
                  onBadge: (one) => (badge.value = one),
                  onForgot: (one) => (forgot.value = one),
                  onRole: (one) => (granted.value = one),
                })}
                keyOf={({ userId }) => userId}
              />
            );
          }}
        </Answer>
      </Card>
      {forgot.value && (
        <Forgot
          login={forgot.value.login}
          act={act}
          onReset={() => newPassword(forgot.value!)}
          onClose={() => (forgot.value = null)}
        />
      )}
      {once.value && <Told once={once.value} onClose={() => (once.value = null)} />}
      {granted.value && <ChangeRole one={granted.value} again={asked.again} onClose={() => (granted.value = null)} />}
      {badge.value && <Badge one={badge.value} again={asked.again} onClose={() => (badge.value = null)} />}
    </>
  );
}

interface UserKeys {
  act: Act;
  turn: (one: User) => Promise<void>;
  newPin: (one: User) => Promise<void>;
  onBadge: (one: User) => void;
  onForgot: (one: User) => void;
  onRole: (one: User) => void;
}

const noPin = ['seller', 'channel'];

const columnsOf = ({ act, turn, newPin, onBadge, onForgot, onRole }: UserKeys): Column<User>[] => [
  {
    title: t('people.login'),
    kind: 'lead',
    cell: ({ login, userId }) => (
      <>
        {login} {userId === user.value?.id && <Chip>{t('people.me')}</Chip>}
      </>
    ),
  },
  { title: t('people.role'), cell: (one) => said('role', one.role) },
  { title: t('people.badge'), cell: (one) => <span class="code">{one.badge ?? '–'}</span> },
  {
    title: t('people.pin'),
    cell: (one) => (one.pin ? t(`people.pin.${one.pin}`) : <span class="soft">–</span>),
  },
  {
    title: t('people.state'),
    cell: ({ state }) => (
      <Chip tone={state === 'active' ? 'good' : 'stop'}>
        {t(state === 'active' ? 'people.active' : 'people.blocked')}
      </Chip>
    ),
  },
  {
    title: '',
    kind: 'keys',
    cell: (one) =>
      one.userId !== user.value?.id &&
      (one.role !== 'admin' || role.value === 'admin') && (
        <span class="row-keys">
          <Key small act={act} data-role={one.login} onPress={() => onRole(one)}>
            {t('people.giveRole')}
          </Key>
          {!noPin.includes(one.role) && (
            <>
              <Key small act={act} onPress={() => onBadge(one)}>
                {t('people.giveBadge')}
              </Key>
              <Key small name={`pin ${one.userId}`} act={act} onPress={() => void newPin(one)}>
                {t('people.newPin')}
              </Key>
            </>
          )}
          <Key small act={act} data-forgot={one.login} onPress={() => onForgot(one)}>
            {t('people.password')}
          </Key>
          <Key small name={one.userId} act={act} data-block={one.login} onPress={() => void turn(one)}>
            {t(one.state === 'active' ? 'people.block' : 'people.unblock')}
          </Key>
        </span>
      ),
  },
];

function Badge({ one, again, onClose }: { one: User; again: () => void; onClose: () => void }) {
  const text = useSignal(one.badge ?? '');
  const act = useAct();
  const save = async (): Promise<void> => {
    const json = { badge: text.value.trim().toUpperCase() || null };
    if ((await act.run('badge', () => post(`/v1/users/${one.userId}/badge`, json))) === undefined) return;
    again();
    onClose();
  };
  return (
    <FormDialog
      title={t('people.badgeTitle', { login: one.login })}
      act={act}
      name="badge"
      send={t('do.save')}
      onSend={save}
      onClose={onClose}
    >
      <Field label={t('people.badge')} hint={t('people.badgeHint')} path="badge">
        <Input autocapitalize="characters" value={text.value} onText={(value) => (text.value = value)} />
      </Field>
    </FormDialog>
  );
}
