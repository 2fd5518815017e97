import { useSignal } from '@preact/signals';
import { href } from '../../frame/route.ts';
import { site } from '../../frame/site.ts';
import { useAct } from '../../link/act.ts';
import { useAsk, withQuery } from '../../link/ask.ts';
import { post } from '../../link/http.ts';
import { useLayout } from '../../link/layout.ts';
import { role } from '../../link/session.ts';
import type { Adjustments } from '../../link/wire.ts';
import { Field, FormTrouble, Input } from '../../parts/Field.tsx';
import { Key } from '../../parts/Key.tsx';
import { Card } from '../../parts/Page.tsx';
import { number } from '../../parts/time.ts';
import { Trouble } from '../../parts/Trouble.tsx';
import { told } from '../../parts/Undo.tsx';
import { Answer } from '../../parts/Wait.tsx';
import { t } from '../../words/t.ts';
import { Pace } from '../routes/zones/Pace.tsx';
import { CutOffs } from './CutOffs.tsx';

/** What is done without a second person, how much is promised, and until when. */
export function Limits() {
  const { siteId } = site.value!;
  const layout = useLayout();
  const asked = useAsk<Adjustments>(withQuery('/v1/stock/adjustments', { siteId, limit: 1 }), {
    topics: ['inventory.', 'layout.'],
  });
  return (
    <>
      <Answer asked={asked} rows={2}>
        {({ limit }) => <AdjustmentLimit key={limit} siteId={siteId} limit={limit} again={asked.again} />}
      </Answer>
      <Answer asked={layout} rows={4}>
        {(shown) => (
          <>
            <CutOffs siteId={siteId} cutOffs={shown.cutOffs} again={layout.again} />
            <Pace key={JSON.stringify(shown.pace)} layout={shown} onSet={layout.again} />
          </>
        )}
      </Answer>
      <Card title={t('failed.rules')}>
        <p class="soft">{t('failure.hint')}</p>
        <div class="actions">
          <a class="key" href={href('routes', 'failures')}>
            {t('settings.toFailures')}
          </a>
        </div>
      </Card>
    </>
  );
}

interface LimitProps {
  siteId: string;
  limit: number;
  again: () => void;
}

/** It binds managers, so administrators alone change it; a manager sees where it stands. */
function AdjustmentLimit({ siteId, limit, again }: LimitProps) {
  const typed = useSignal(String(limit));
  const act = useAct();
  const isWhole = /^\d{1,7}$/.test(typed.value) && Number(typed.value) <= 1_000_000;
  const set = async (): Promise<void> => {
    const path = `/v1/sites/${siteId}/adjustment-limit`;
    if ((await act.run('limit', () => post(path, { units: Number(typed.value) }))) === undefined) return;
    told({ text: t('settings.limitSet', { n: number(Number(typed.value)) }) });
    again();
  };
  return (
    <Card title={t('settings.adjustment')}>
      <div class="stack">
        <p>{t('settings.adjustmentHint', { n: number(limit) })}</p>
        {role.value !== 'admin' ? (
          <p class="soft">{t('settings.byAdmin')}</p>
        ) : (
          <FormTrouble.Provider value={act.trouble.value}>
            <Trouble error={act.trouble.value} />
            <div class="two-fields">
              <Field label={t('settings.adjustmentUnits')} path="units">
                <Input
                  name="adjustment-limit"
                  inputMode="numeric"
                  value={typed.value}
                  onText={(text) => (typed.value = text.trim())}
                />
              </Field>
            </div>
            <div class="actions">
              <Key name="limit" act={act} disabled={!isWhole} data-do="set-limit" onPress={() => void set()}>
                {t('pace.set')}
              </Key>
            </div>
          </FormTrouble.Provider>
        )}
      </div>
    </Card>
  );
}
