import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { choose, place } from '../../frame/route.ts';
import { useAct, type Act } from '../../link/act.ts';
import { useAsk, withQuery } from '../../link/ask.ts';
import { post } from '../../link/http.ts';
import { notHeard } from '../../link/parked.ts';
import { usePeople } from '../../link/people.ts';
import type { ParkedFacts } from '../../link/wire.ts';
import { Field, Input, Select } from '../../parts/Field.tsx';
import { FormDialog } from '../../parts/FormDialog.tsx';
import { Key } from '../../parts/Key.tsx';
import { Card, Page } from '../../parts/Page.tsx';
import { type Column, Rows } from '../../parts/Rows.tsx';
import { number, when } from '../../parts/time.ts';
import { Trouble } from '../../parts/Trouble.tsx';
import { told } from '../../parts/Undo.tsx';
import { Answer, Empty } from '../../parts/Wait.tsx';
import { t } from '../../words/t.ts';
import { RecordTabs } from './RecordTabs.tsx';

type ParkedFact = ParkedFacts['facts'][number];
const states = ['parked', 'heard', 'given_up'] as const;

/** What a part of the house could not hear: to be heard again once it is mended, or given up for a reason. */
export function Parked() {
  const state = states.find((one) => one === place.value.query.get('state')) ?? 'parked';
  const asked = useAsk<ParkedFacts>(withQuery('/v1/parked-facts', { state, limit: 200 }), { every_ms: 30_000 });
  useEffect(() => {
    if (state === 'parked' && asked.value) notHeard.value = asked.value.facts.length;
  }, [state, asked.value]);
  const nameOf = usePeople();
  const act = useAct();
  const leaving = useSignal<ParkedFact | null>(null);
  const hear = async ({ parkedId }: ParkedFact): Promise<void> => {
    const heard = await act.run(parkedId, () => post(`/v1/parked-facts/${parkedId}/hear`, {}));
    if (heard !== undefined) told({ text: t('parked.wasHeard') });
    asked.again();
  };
  const columns =
    state === 'parked'
      ? waitingColumns(act, { onHear: (fact) => void hear(fact), onGiveUp: (fact) => (leaving.value = fact) })
      : endedColumns(nameOf);
  return (
    <Page title={t('parked.title')} lead={<span>{t('parked.lead')}</span>}>
      <RecordTabs at="parked" />
      <div class="filters">
        <Select
          label={t('parked.state')}
          value={state}
          choices={states.map((one) => [one, t(`parked.${one}`)])}
          onChoose={(one) => choose('state', one)}
        />
      </div>
      <Card flush>
        <Trouble error={act.trouble.value} />
        <Answer asked={asked} rows={6}>
          {({ facts }) =>
            facts.length > 0 ? (
              <Rows label={t('parked.title')} rows={facts} columns={columns} keyOf={({ parkedId }) => parkedId} />
            ) : state === 'parked' ? (
              <Empty icon="check" title={t('parked.none')} hint={t('parked.noneHint')} />
            ) : (
              <Empty icon="lock" title={t('parked.noneEnded')} />
            )
          }
        </Answer>
      </Card>
      {leaving.value && (
        <GiveUp fact={leaving.value} onClose={() => (leaving.value = null)} onDone={() => asked.again()} />
      )}
    </Page>
  );
}

const common = (): Column<ParkedFact>[] => [
  { title: t('records.when'), cell: ({ at }) => when(at) },
  { title: t('parked.consumer'), kind: 'lead', cell: ({ consumer }) => <span class="code">{consumer}</span> },
  {
    title: t('parked.fact'),
    cell: ({ kind, subject }) => (
      <>
        <span class="code">{kind}</span> <small class="soft">{`…${subject.slice(-8)}`}</small>
      </>
    ),
  },
  {
    title: t('parked.reason'),
    kind: 'wide',
    cell: ({ reason, tries }) => (
      <>
        {reason} {tries > 0 && <small class="soft">{t('parked.tries', { n: number(tries) })}</small>}
      </>
    ),
  },
];

function waitingColumns(
  act: Act,
  { onHear, onGiveUp }: Record<'onHear' | 'onGiveUp', (fact: ParkedFact) => void>,
): Column<ParkedFact>[] {
  return [
    ...common(),
    {
      title: '',
      kind: 'keys',
      cell: (fact) => (
        <span class="row-keys">
          <Key small data-give-up={fact.subject} onPress={() => onGiveUp(fact)}>
            {t('parked.giveUp')}
          </Key>
          <Key small kind="main" name={fact.parkedId} act={act} data-hear={fact.subject} onPress={() => onHear(fact)}>
            {t('parked.hear')}
          </Key>
        </span>
      ),
    },
  ];
}

const endedColumns = (nameOf: (userId: string | null) => string): Column<ParkedFact>[] => [
  ...common(),
  {
    title: t('parked.ended'),
    kind: 'end',
    cell: ({ endedAt, endedBy, why }) => (
      <>
        {t('parked.endedBy', { who: nameOf(endedBy), when: when(endedAt!) })}
        {why !== null && <small class="soft">{` · ${why}`}</small>}
      </>
    ),
  },
];

function GiveUp({ fact, onClose, onDone }: { fact: ParkedFact; onClose: () => void; onDone: () => void }) {
  const act = useAct();
  const reason = useSignal('');
  const send = async (): Promise<void> => {
    const body = { reason: reason.value.trim() };
    if ((await act.run('give-up', () => post(`/v1/parked-facts/${fact.parkedId}/give-up`, body))) === undefined) return;
    onClose();
    onDone();
    told({ text: t('parked.wasGivenUp') });
  };
  return (
    <FormDialog
      title={t('parked.giveUpTitle')}
      act={act}
      name="give-up"
      kind="stop"
      send={t('parked.giveUp')}
      leave={t('do.keep')}
      isWhole={reason.value.trim() !== ''}
      onSend={send}
      onClose={onClose}
    >
      <p>
        <span class="code">{`${fact.consumer} · ${fact.kind}`}</span>
      </p>
      <Field label={t('parked.giveUpReason')} hint={t('parked.giveUpHint')}>
        <Input name="give-up-reason" maxLength={200} value={reason.value} onText={(text) => (reason.value = text)} />
      </Field>
    </FormDialog>
  );
}
