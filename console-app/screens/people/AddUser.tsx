import { useSignal } from '@preact/signals';
import { type Language, languages } from '../../../scanner-app/words/language.ts';
import { site } from '../../frame/site.ts';
import { useAct } from '../../link/act.ts';
import { post } from '../../link/http.ts';
import { useSellers } from '../../link/people.ts';
import type { Users } from '../../link/wire.ts';
import { Field, Input, Segments, Select } from '../../parts/Field.tsx';
import { FormDialog } from '../../parts/FormDialog.tsx';
import { Key } from '../../parts/Key.tsx';
import { told } from '../../parts/Undo.tsx';
import { said, t } from '../../words/t.ts';
import { ofSellers, rolesToGive } from './roles.ts';

/** Those who work with a handheld in the hand. */
const onHandhelds = ['picker', 'packer', 'receiver', 'driver'];
const blank = {
  login: '',
  password: '',
  role: 'picker' as Users['users'][number]['role'],
  language: '' as Language | '',
  sellerId: '',
};

/** Opens an account at this site; a manager opens all but administrators. */
export function AddUser({ onAdded }: { onAdded: () => void }) {
  const isOpen = useSignal(false);
  const asked = useSignal(blank);
  const act = useAct();
  const sellers = useSellers();
  const { login, password, role: as, language, sellerId } = asked.value;
  const isSellers = ofSellers.includes(as);
  const isWhole = /^[a-z0-9][a-z0-9._-]+$/.test(login) && password.length >= 8 && (!isSellers || sellerId !== '');
  const set = (more: Partial<typeof blank>): void => {
    asked.value = { ...asked.value, ...more };
  };
  const send = async (): Promise<void> => {
    const json = {
      login,
      password,
      role: as,
      siteIds: [site.value!.siteId],
      ...(language && { language }),
      ...(isSellers && { sellerId }),
    };
    if ((await act.run('open', () => post('/v1/users', json))) === undefined) return;
    isOpen.value = false;
    asked.value = blank;
    onAdded();
    told({ text: t('people.added', { login }) });
  };
  return (
    <>
      <Key kind="main" icon="plus" data-do="add-user" onPress={() => (isOpen.value = true)}>
        {t('people.add')}
      </Key>
      {isOpen.value && (
        <FormDialog
          title={t('people.add')}
          act={act}
          name="open"
          send={t('people.add')}
          isWhole={isWhole}
          onSend={send}
          onClose={() => (isOpen.value = false)}
        >
          <Field label={t('people.login')} hint={t('people.loginHint')} path="login">
            <Input name="new-login" autocomplete="off" value={login} onText={(text) => set({ login: text })} />
          </Field>
          <Field label={t('people.firstPassword')} hint={t('people.passwordHint')} path="password">
            <Input
              name="new-password"
              type="password"
              autocomplete="off"
              value={password}
              onText={(text) => set({ password: text })}
            />
          </Field>
          <Field label={t('people.role')} hint={onHandhelds.includes(as) ? t('people.handheldHint') : undefined}>
            <Select
              value={as}
              choices={rolesToGive().map((name) => [name, said('role', name)])}
              onChoose={(name) => set({ role: name })}
            />
          </Field>
          {isSellers && (
            <Field label={t('people.seller')}>
              <Select
                value={sellerId}
                none="–"
                choices={sellers.map((one) => [one.sellerId, one.name])}
                onChoose={(name) => set({ sellerId: name })}
              />
            </Field>
          )}
          <div class="field">
            <span>{t('people.language')}</span>
            <Segments<Language | ''>
              label={t('people.language')}
              value={language}
              choices={[['', t('people.languageOwn')], ...(Object.entries(languages) as [Language, string][])]}
              onChoose={(name) => set({ language: name })}
            />
          </div>
        </FormDialog>
      )}
    </>
  );
}
