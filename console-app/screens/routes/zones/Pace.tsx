import { useSignal } from '@preact/signals';
import { useAct } from '../../../link/act.ts';
import { post } from '../../../link/http.ts';
import type { SiteLayout } from '../../../link/wire.ts';
import { Field, Input } from '../../../parts/Field.tsx';
import { Key } from '../../../parts/Key.tsx';
import { Card } from '../../../parts/Page.tsx';
import { Trouble } from '../../../parts/Trouble.tsx';
import { t } from '../../../words/t.ts';

const steps = ['picksPerHour', 'packsPerHour', 'loadsPerHour'] as const;

/** What the floor gets done in an hour; an empty field is no limit. */
export function Pace({ layout: { siteId, pace }, onSet }: { layout: SiteLayout; onSet: () => void }) {
  const typed = useSignal(Object.fromEntries(steps.map((step) => [step, String(pace[step] ?? '')])));
  const act = useAct();
  const set = async (): Promise<void> => {
    const json = Object.fromEntries(steps.map((step) => [step, Math.round(Number(typed.value[step])) || null]));
    if (await act.run('pace', () => post(`/v1/sites/${siteId}/pace`, json))) onSet();
  };
  return (
    <Card title={t('pace.title')}>
      <div class="stack">
        <Trouble error={act.trouble.value} />
        <p class="soft">{t('pace.hint')}</p>
        <div class="two-fields">
          {steps.map((step) => (
            <Field key={step} label={t(`pace.${step}`)}>
              <Input
                name={step}
                inputMode="numeric"
                value={typed.value[step]!}
                onText={(text) => (typed.value = { ...typed.value, [step]: text })}
              />
            </Field>
          ))}
        </div>
        <div class="actions">
          <Key name="pace" act={act} data-do="set-pace" onPress={() => void set()}>
            {t('pace.set')}
          </Key>
        </div>
      </div>
    </Card>
  );
}
