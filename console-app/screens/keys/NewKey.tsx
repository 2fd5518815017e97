import { useSignal } from '@preact/signals';
import { useAct } from '../../link/act.ts';
import { post } from '../../link/http.ts';
import type { ChannelKeys, KeyMade } from '../../link/wire.ts';
import { Dialog } from '../../parts/Dialog.tsx';
import { Field, Input, Select } from '../../parts/Field.tsx';
import { FormDialog } from '../../parts/FormDialog.tsx';
import { Key } from '../../parts/Key.tsx';
import { when } from '../../parts/time.ts';
import { t } from '../../words/t.ts';

interface NewKeyProps {
  channels: ChannelKeys['channels'];
  onMade: (key: KeyMade) => void;
}

export function NewKey({ channels, onMade }: NewKeyProps) {
  const isOpen = useSignal(false);
  const chosen = useSignal('');
  const name = useSignal('');
  const act = useAct();
  const userId = chosen.value || channels[0]?.userId || '';
  const isWhole = userId !== '' && name.value.trim() !== '';
  const send = async (): Promise<void> => {
    const json = { userId, name: name.value.trim() };
    const made = await act.run('make', () => post<KeyMade>('/v1/channel-keys', json));
    if (made === undefined) return;
    isOpen.value = false;
    name.value = '';
    onMade(made);
  };
  return (
    <>
      <Key
        kind="main"
        icon="plus"
        disabled={channels.length === 0}
        data-do="add-key"
        onPress={() => (isOpen.value = true)}
      >
        {t('channelKey.add')}
      </Key>
      {isOpen.value && (
        <FormDialog
          title={t('channelKey.add')}
          act={act}
          name="make"
          send={t('channelKey.make')}
          isWhole={isWhole}
          onSend={send}
          onClose={() => (isOpen.value = false)}
        >
          <Field label={t('channelKey.channel')} hint={t('channelKey.channelHint')} path="channel">
            <Select
              value={userId}
              choices={channels.map((one) => [one.userId, one.login])}
              onChoose={(id) => (chosen.value = id)}
            />
          </Field>
          <Field label={t('channelKey.name')} hint={t('channelKey.nameHint')} path="name">
            <Input name="key-name" maxLength={80} value={name.value} onText={(text) => (name.value = text)} />
          </Field>
        </FormDialog>
      )}
    </>
  );
}

/** The only time that the key is to be seen. */
export function Told({ made, onClose }: { made: KeyMade; onClose: () => void }) {
  const isCopied = useSignal(false);
  const copy = (): void => {
    void navigator.clipboard?.writeText(made.apiKey).then(() => (isCopied.value = true));
  };
  return (
    <Dialog
      title={t('channelKey.madeTitle')}
      onClose={onClose}
      foot={
        <Key kind="main" icon="paste" onPress={copy}>
          {t(isCopied.value ? 'channelKey.copied' : 'channelKey.copy')}
        </Key>
      }
    >
      <div class="stack">
        <output class="once long">{made.apiKey}</output>
        <p>{t('channelKey.once')}</p>
        <p class="soft">{t('channelKey.goodUntil', { at: when(made.expiresAt) })}</p>
        <p class="soft code">Authorization: Bearer daybreak_key_…</p>
      </div>
    </Dialog>
  );
}
