import { useSignal } from '@preact/signals';
import { useAct } from '../../link/act.ts';
import { useAsk } from '../../link/ask.ts';
import { post } from '../../link/http.ts';
import { useSellers } from '../../link/people.ts';
import { role } from '../../link/session.ts';
import type { ChannelKeys, KeyMade } from '../../link/wire.ts';
import { Field, Select } from '../../parts/Field.tsx';
import { FormDialog } from '../../parts/FormDialog.tsx';
import { Key } from '../../parts/Key.tsx';
import { Card, Chip, Page } from '../../parts/Page.tsx';
import { type Column, Rows } from '../../parts/Rows.tsx';
import { when } from '../../parts/time.ts';
import { Answer, Empty } from '../../parts/Wait.tsx';
import { t } from '../../words/t.ts';
import { NewKey, Told } from './NewKey.tsx';

type ChannelKey = ChannelKeys['keys'][number];
type Doing = { key: ChannelKey; what: 'rotate' | 'revoke' };

/** By which key which shop's program comes in, and when it last did. */
export function Keys() {
  const asked = useAsk<ChannelKeys>('/v1/channel-keys', { every_ms: 30_000 });
  const doing = useSignal<Doing | null>(null);
  const made = useSignal<KeyMade | null>(null);
  const sellers = new Map(useSellers().map(({ sellerId, name }) => [sellerId, name]));
  const tell = (key: KeyMade): void => {
    made.value = key;
    asked.again();
  };
  return (
    <Page
      title={t('place.keys')}
      lead={<span>{t('channelKey.lead')}</span>}
      actions={<NewKey channels={asked.value?.channels ?? []} onMade={tell} />}
    >
      <Card flush>
        <Answer asked={asked} rows={6}>
          {({ keys, channels }) =>
            keys.length === 0 ? (
              <Empty
                icon="key"
                title={t('channelKey.none')}
                hint={t(channels.length === 0 ? 'channelKey.noChannel' : 'channelKey.noneHint')}
              />
            ) : (
              <Rows
                label={t('place.keys')}
                rows={keys}
                columns={columnsOf(sellers, (key, what) => (doing.value = { key, what }))}
                keyOf={({ keyId }) => keyId}
              />
            )
          }
        </Answer>
      </Card>
      {doing.value && (
        <Change
          doing={doing.value}
          onClose={() => (doing.value = null)}
          onRevoked={asked.again}
          onMade={(key) => tell(key)}
        />
      )}
      {made.value && <Told made={made.value} onClose={() => (made.value = null)} />}
    </Page>
  );
}

const isOpen = ({ endedAt, expiresAt }: ChannelKey): boolean => endedAt === null && Date.parse(expiresAt) > Date.now();

function columnsOf(
  sellers: Map<string, string>,
  onDo: (key: ChannelKey, what: Doing['what']) => void,
): Column<ChannelKey>[] {
  const seller: Column<ChannelKey> = {
    title: t('channelKey.seller'),
    cell: ({ sellerId }) => sellers.get(sellerId) ?? '–',
  };
  return [
    { title: t('channelKey.name'), kind: 'lead', cell: ({ name }) => name },
    { title: t('channelKey.key'), cell: ({ hint }) => <span class="code">{`…${hint}`}</span> },
    { title: t('channelKey.channel'), cell: ({ login }) => login },
    ...(role.value === 'seller' ? [] : [seller]),
    {
      title: t('channelKey.used'),
      cell: ({ seenAt }) => (seenAt === null ? <span class="soft">{t('channelKey.never')}</span> : when(seenAt)),
    },
    { title: t('channelKey.until'), cell: ({ endedAt, expiresAt }) => when(endedAt ?? expiresAt) },
    {
      title: t('channelKey.state'),
      cell: (key) => (
        <Chip tone={isOpen(key) ? 'good' : 'stop'}>{t(isOpen(key) ? 'channelKey.open' : 'channelKey.ended')}</Chip>
      ),
    },
    {
      title: '',
      kind: 'keys',
      cell: (key) =>
        isOpen(key) && (
          <span class="row-keys">
            <Key small data-rotate={key.name} onPress={() => onDo(key, 'rotate')}>
              {t('channelKey.rotate')}
            </Key>
            <Key small data-revoke={key.name} onPress={() => onDo(key, 'revoke')}>
              {t('channelKey.revoke')}
            </Key>
          </span>
        ),
    },
  ];
}

const overlaps = ['0', '1', '24', '72', '168'] as const;
type Overlap = (typeof overlaps)[number];

interface ChangeProps {
  doing: Doing;
  onClose: () => void;
  onRevoked: () => void;
  onMade: (key: KeyMade) => void;
}

function Change({ doing: { key, what }, onClose, onRevoked, onMade }: ChangeProps) {
  const act = useAct();
  const overlap = useSignal<Overlap>('24');
  const isRotate = what === 'rotate';
  const send = async (): Promise<void> => {
    const path = `/v1/channel-keys/${key.keyId}/${what}`;
    const json = isRotate ? { overlapHours: Number(overlap.value) } : {};
    const answer = await act.run(what, () => post<KeyMade>(path, json));
    if (answer === undefined) return;
    onClose();
    if (isRotate) onMade(answer);
    else onRevoked();
  };
  return (
    <FormDialog
      title={t(isRotate ? 'channelKey.rotateTitle' : 'channelKey.revokeTitle', { name: key.name })}
      act={act}
      name={what}
      send={t(isRotate ? 'channelKey.rotate' : 'channelKey.revoke')}
      kind={isRotate ? 'main' : 'stop'}
      leave={t('do.keep')}
      onSend={send}
      onClose={onClose}
    >
      <p>{t(isRotate ? 'channelKey.rotateHint' : 'channelKey.revokeHint')}</p>
      {isRotate && (
        <Field label={t('channelKey.overlap')}>
          <Select
            value={overlap.value}
            choices={overlaps.map((hours) => [hours, t(`channelKey.overlap.${hours}`)])}
            onChoose={(hours) => (overlap.value = hours)}
          />
        </Field>
      )}
    </FormDialog>
  );
}
