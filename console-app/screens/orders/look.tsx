import { type Signal, useSignal } from '@preact/signals';
import { lookReasons } from '../../../src/orders/lookReasons.shared.ts';
import { type Act, useAct } from '../../link/act.ts';
import { withQuery } from '../../link/ask.ts';
import { get } from '../../link/http.ts';
import { isManager, isSeller, role } from '../../link/session.ts';
import type { RecipientSeen } from '../../link/wire.ts';
import { Field, Select } from '../../parts/Field.tsx';
import { t } from '../../words/t.ts';

/** What somebody needed a minute ago is no longer to be read by whoever comes past the desk. */
export const shown_ms = 2 * 60_000;

/** Those who answer customers; a packer reads the stars. */
export const mayLook = (): boolean => isManager.value || isSeller.value || role.value === 'dispatcher';

export interface Look {
  act: Act;
  why: Signal<string>;
  see(): Promise<RecipientSeen | undefined>;
}

/** Asks who gets an order, in clear; the look is recorded with its reason. */
export function useLook(orderId: string, first: '' | (typeof lookReasons)[number] = ''): Look {
  const act = useAct();
  const why = useSignal<string>(first);
  const path = `/v1/orders/${orderId}/recipient`;
  return { act, why, see: () => act.run('see', () => get<RecipientSeen>(withQuery(path, { reason: why.value }))) };
}

export function Why({ why }: Pick<Look, 'why'>) {
  return (
    <Field label={t('clear.why')} hint={t('clear.hint')}>
      <Select
        value={why.value}
        none="–"
        choices={lookReasons.map((name) => [name, t(`why.${name}`)])}
        onChoose={(name) => (why.value = name)}
      />
    </Field>
  );
}
