import { useSignal } from '@preact/signals';
import { useAct } from '../../../link/act.ts';
import { useAsk, withQuery } from '../../../link/ask.ts';
import { post } from '../../../link/http.ts';
import { isManager } from '../../../link/session.ts';
import type { FailurePolicy as Policy } from '../../../link/wire.ts';
import { Select } from '../../../parts/Field.tsx';
import { Icon } from '../../../parts/Icon.tsx';
import { Key } from '../../../parts/Key.tsx';
import { Card } from '../../../parts/Page.tsx';
import { when } from '../../../parts/time.ts';
import { Trouble } from '../../../parts/Trouble.tsx';
import { Answer } from '../../../parts/Wait.tsx';
import { said, t } from '../../../words/t.ts';

type Reason = keyof Policy['rules'];
type Step = Policy['rules'][Reason][number];
const outcomes: Step[] = ['again', 'later', 'held', 'returning'];
const mostSteps = 5;

/** What follows a door that does not open, by reason: a manager's to set. */
export function FailurePolicy({ siteId }: { siteId: string }) {
  const asked = useAsk<Policy>(withQuery('/v1/failure-policy', { siteId }), {
    topics: ['dispatch.failurePolicySet'],
    every_ms: 300_000,
  });
  return (
    <Card>
      <Answer asked={asked} rows={7}>
        {(policy) => <Rules key={policy.version} policy={policy} onSet={asked.again} />}
      </Answer>
    </Card>
  );
}

function Rules({ policy, onSet }: { policy: Policy; onSet: () => void }) {
  const rules = useSignal(policy.rules);
  const act = useAct();
  const [last] = policy.versions;
  const choose = (reason: Reason, at: number, step: Step | ''): void => {
    const before = rules.value[reason].slice(0, at);
    // nothing comes after the way back, and a first step there has to be
    const steps = step === '' ? before : [...before, step, ...rules.value[reason].slice(at + 1)];
    const end = steps.indexOf('returning');
    rules.value = { ...rules.value, [reason]: end < 0 ? steps : steps.slice(0, end + 1) };
  };
  const set = async (): Promise<void> => {
    const json = { siteId: policy.siteId, version: policy.version, rules: rules.value };
    await act.run('failure', () => post('/v1/failure-policy', json));
    onSet();
  };
  return (
    <div class="stack">
      <Trouble error={act.trouble.value} />
      <ul class="zones">
        {(Object.keys(rules.value) as Reason[]).map((reason) => (
          <li key={reason} data-reason={reason}>
            <span class="grow">{said('fail', reason)}</span>
            {isManager.value ? (
              <Steps steps={rules.value[reason]} reason={reason} onChoose={choose} />
            ) : (
              <span>{rules.value[reason].map((step) => t(`after.${step}`)).join(' → ')}</span>
            )}
          </li>
        ))}
      </ul>
      {last && <small class="soft">{t('failure.setBy', { who: last.setByLogin ?? '', at: when(last.at) })}</small>}
      {isManager.value ? (
        <div class="actions">
          <Key name="failure" act={act} data-do="set-failure-policy" onPress={() => void set()}>
            {t('pace.set')}
          </Key>
        </div>
      ) : (
        <p class="notice" role="note">
          <Icon name="info" />
          {t('failure.byManager')}
        </p>
      )}
    </div>
  );
}

interface StepsProps {
  steps: Step[];
  reason: Reason;
  onChoose: (reason: Reason, at: number, step: Step | '') => void;
}

/** The first door, the second …; one more may follow unless the parcel is on its way back. */
function Steps({ steps, reason, onChoose }: StepsProps) {
  const isOpen = steps.at(-1) !== 'returning' && steps.length < mostSteps;
  return (
    <>
      {[...steps, ...(isOpen ? ([''] as const) : [])].map((step, at) => (
        <Select<Step>
          key={at}
          value={step}
          label={`${said('fail', reason)} ${at + 1}`}
          choices={outcomes.map((one) => [one, t(`after.${one}`)])}
          {...(at > 0 && { none: t('after.same') })}
          onChoose={(chosen) => onChoose(reason, at, chosen)}
        />
      ))}
    </>
  );
}
