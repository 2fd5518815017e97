import { useSignal } from '@preact/signals';
import { sites } from '../../frame/site.ts';
import { useAct } from '../../link/act.ts';
import { post } from '../../link/http.ts';
import { useSellers } from '../../link/people.ts';
import { role } from '../../link/session.ts';
import type { Users } from '../../link/wire.ts';
import { Check } from '../../parts/Check.tsx';
import { Field, Select } from '../../parts/Field.tsx';
import { FormDialog } from '../../parts/FormDialog.tsx';
import { told } from '../../parts/Undo.tsx';
import { said, t } from '../../words/t.ts';
import { ofSellers, rolesToGive } from './roles.ts';

type User = Users['users'][number];

interface ChangeRoleProps {
  one: User;
  again: () => void;
  onClose: () => void;
}

/** What somebody may do, and where: it holds from the next thing that he does. */
export function ChangeRole({ one, again, onClose }: ChangeRoleProps) {
  const as = useSignal(one.role);
  const siteIds = useSignal(one.siteIds);
  const sellerId = useSignal(one.sellerId ?? '');
  const act = useAct();
  const sellers = useSellers();
  const isSellers = ofSellers.includes(as.value);
  // a manager gives nobody an account without a site: he could take nothing back from it
  const isWhole = (!isSellers || sellerId.value !== '') && (siteIds.value.length > 0 || role.value === 'admin');
  const send = async (): Promise<void> => {
    const json = { role: as.value, siteIds: siteIds.value, ...(isSellers && { sellerId: sellerId.value }) };
    if ((await act.run('role', () => post(`/v1/users/${one.userId}/role`, json))) === undefined) return;
    told({ text: t('people.roleSet', { login: one.login, role: said('role', as.value) }) });
    again();
    onClose();
  };
  const turn = (siteId: string, isIn: boolean): void => {
    siteIds.value = isIn ? [...siteIds.value, siteId] : siteIds.value.filter((other) => other !== siteId);
  };
  return (
    <FormDialog
      title={t('people.roleTitle', { login: one.login })}
      act={act}
      name="role"
      send={t('do.save')}
      isWhole={isWhole}
      onSend={send}
      onClose={onClose}
    >
      <Field label={t('people.role')} hint={said('roleDoes', as.value)} path="role">
        <Select<User['role']>
          value={as.value}
          choices={rolesToGive().map((name) => [name, said('role', name)])}
          onChoose={(name) => (as.value = name)}
        />
      </Field>
      {isSellers && (
        <Field label={t('people.seller')} path="sellerId">
          <Select
            value={sellerId.value}
            none="–"
            choices={sellers.map((seller) => [seller.sellerId, seller.name])}
            onChoose={(name) => (sellerId.value = name)}
          />
        </Field>
      )}
      <fieldset>
        <legend>{t('people.sites')}</legend>
        <div class="stack">
          {(sites.value ?? []).map(({ siteId, name }) => (
            <Check
              key={siteId}
              name={siteId}
              label={name}
              checked={siteIds.value.includes(siteId)}
              onCheck={(isIn) => turn(siteId, isIn)}
            />
          ))}
        </div>
      </fieldset>
      <p class="hint">{t('people.roleHint')}</p>
    </FormDialog>
  );
}
