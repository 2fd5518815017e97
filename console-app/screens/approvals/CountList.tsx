import { useSignal } from '@preact/signals';
import { site } from '../../frame/site.ts';
import { useAct } from '../../link/act.ts';
import type { Asked } from '../../link/ask.ts';
import { post } from '../../link/http.ts';
import type { Counts } from '../../link/wire.ts';
import { Field, Input } from '../../parts/Field.tsx';
import { FormDialog } from '../../parts/FormDialog.tsx';
import { Key } from '../../parts/Key.tsx';
import { ItemName } from '../../parts/ItemName.tsx';
import { Card, Chip } from '../../parts/Page.tsx';
import { PlaceLink } from '../../parts/PlaceName.tsx';
import { type Column, Rows } from '../../parts/Rows.tsx';
import { ago } from '../../parts/time.ts';
import { told } from '../../parts/Undo.tsx';
import { Answer, Empty } from '../../parts/Wait.tsx';
import { said, t } from '../../words/t.ts';

type Request = Counts['counts'][number];

/** Asks for a count of a whole bin. */
export const askForCount = (binCode: string): Promise<unknown> =>
  post('/v1/counts', { siteId: site.value!.siteId, binCode, cause: 'asked_by_desk' });

export function CountList({ asked }: { asked: Asked<Counts> }) {
  return (
    <Card flush>
      <Answer asked={asked}>
        {({ counts }) =>
          counts.length === 0 ? (
            <Empty icon="count" title={t('counts.none')} hint={t('counts.noneHint')} />
          ) : (
            <Rows label={t('place.approvals')} rows={counts} columns={columns()} keyOf={({ countId }) => countId} />
          )
        }
      </Answer>
    </Card>
  );
}

const columns = (): Column<Request>[] => [
  { title: t('counts.bin'), kind: 'lead', cell: ({ binCode }) => <PlaceLink place={`bin/${binCode}`} /> },
  {
    title: t('counts.item'),
    kind: 'wide',
    cell: ({ itemId }) => (itemId === null ? t('inbox.wholeBin') : <ItemName itemId={itemId} />),
  },
  { title: t('counts.cause'), cell: ({ cause }) => <Chip>{said('cause', cause)}</Chip> },
  { title: t('counts.asked'), kind: 'end', cell: ({ at }) => ago(at) },
];

export function AskCount({ again }: { again: () => void }) {
  const isOpen = useSignal(false);
  const bin = useSignal('');
  const act = useAct();
  const send = async (): Promise<void> => {
    const binCode = bin.value.trim().toUpperCase();
    if (binCode === '' || (await act.run('ask', () => askForCount(binCode))) === undefined) return;
    isOpen.value = false;
    bin.value = '';
    told({ text: t('counts.added', { bin: binCode }) });
    again();
  };
  return (
    <>
      <Key kind="main" icon="plus" data-do="ask-count" onPress={() => (isOpen.value = true)}>
        {t('counts.add')}
      </Key>
      {isOpen.value && (
        <FormDialog
          title={t('counts.add')}
          act={act}
          name="ask"
          send={t('counts.add')}
          isWhole={bin.value.trim() !== ''}
          onSend={send}
          onClose={() => (isOpen.value = false)}
        >
          <Field label={t('counts.bin')} hint={t('counts.addHint')} path="binCode">
            <Input
              name="bin"
              autocapitalize="characters"
              placeholder="A-01-1"
              value={bin.value}
              onText={(text) => (bin.value = text)}
            />
          </Field>
        </FormDialog>
      )}
    </>
  );
}
