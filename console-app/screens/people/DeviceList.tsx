import { useSignal } from '@preact/signals';
import { site } from '../../frame/site.ts';
import { useAct } from '../../link/act.ts';
import { useAsk, withQuery } from '../../link/ask.ts';
import { post } from '../../link/http.ts';
import type { DeviceCode, Devices } from '../../link/wire.ts';
import { Dialog } from '../../parts/Dialog.tsx';
import { Field, Input } from '../../parts/Field.tsx';
import { FormDialog } from '../../parts/FormDialog.tsx';
import { Key } from '../../parts/Key.tsx';
import { Card, Chip } from '../../parts/Page.tsx';
import { type Column, Rows } from '../../parts/Rows.tsx';
import { clock, when } from '../../parts/time.ts';
import { Answer, Empty } from '../../parts/Wait.tsx';
import { t } from '../../words/t.ts';

type Device = Devices['devices'][number];

/** The handhelds of this site and who holds each. A lost one is revoked here. */
export function DeviceList() {
  const asked = useAsk<Devices>(withQuery('/v1/devices', { siteId: site.value!.siteId }), { every_ms: 30_000 });
  const leaving = useSignal<Device | null>(null);
  const act = useAct();
  const revoke = async (device: Device): Promise<void> => {
    if ((await act.run('revoke', () => post(`/v1/devices/${device.deviceId}/revoke`))) === undefined) return;
    leaving.value = null;
    asked.again();
  };
  return (
    <>
      <Card flush>
        <Answer asked={asked} rows={6}>
          {({ devices }) =>
            devices.length === 0 ? (
              <Empty icon="scan" title={t('device.none')} hint={t('device.noneHint')} />
            ) : (
              <Rows
                label={t('people.devices')}
                rows={devices}
                columns={columnsOf((device) => (leaving.value = device))}
                keyOf={({ deviceId }) => deviceId}
              />
            )
          }
        </Answer>
      </Card>
      {leaving.value && (
        <FormDialog
          title={t('device.revokeTitle', { name: leaving.value.name })}
          act={act}
          name="revoke"
          send={t('device.revoke')}
          kind="stop"
          leave={t('do.keep')}
          onSend={() => revoke(leaving.value!)}
          onClose={() => (leaving.value = null)}
        >
          <p>{t('device.revokeHint')}</p>
        </FormDialog>
      )}
    </>
  );
}

const columnsOf = (onRevoke: (device: Device) => void): Column<Device>[] => [
  { title: t('device.name'), kind: 'lead', cell: ({ name }) => name },
  { title: t('device.id'), cell: ({ deviceId }) => <span class="code">{`…${deviceId.slice(-8)}`}</span> },
  { title: t('device.since'), cell: ({ enrolledAt }) => when(enrolledAt) },
  { title: t('device.who'), cell: ({ login }) => login ?? <span class="soft">{t('device.nobody')}</span> },
  {
    title: t('device.state'),
    cell: ({ state }) => <Chip tone={state === 'enrolled' ? 'good' : 'stop'}>{t(`device.${state}`)}</Chip>,
  },
  {
    title: '',
    kind: 'keys',
    cell: (device) =>
      device.state === 'enrolled' && (
        <Key small onPress={() => onRevoke(device)}>
          {t('device.revoke')}
        </Key>
      ),
  },
];

export function AddDevice() {
  const isOpen = useSignal(false);
  const name = useSignal('');
  const made = useSignal<(DeviceCode & { name: string }) | null>(null);
  const act = useAct();
  const open = (): void => {
    name.value = '';
    made.value = null;
    isOpen.value = true;
  };
  const send = async (): Promise<void> => {
    const asked = name.value.trim();
    if (asked === '') return;
    const json = { siteId: site.value!.siteId, name: asked };
    const code = await act.run('code', () => post<DeviceCode>('/v1/devices', json));
    if (code) made.value = { ...code, name: asked };
  };
  return (
    <>
      <Key kind="main" icon="plus" data-do="add-device" onPress={open}>
        {t('device.add')}
      </Key>
      {isOpen.value && made.value && (
        <Dialog title={t('device.codeTitle', { name: made.value.name })} onClose={() => (isOpen.value = false)}>
          <div class="stack">
            <output class="once">{made.value.code}</output>
            <p class="soft">{t('device.codeHint', { at: clock(made.value.expiresAt) })}</p>
          </div>
        </Dialog>
      )}
      {isOpen.value && !made.value && (
        <FormDialog
          title={t('device.add')}
          act={act}
          name="code"
          send={t('device.makeCode')}
          isWhole={name.value.trim() !== ''}
          onSend={send}
          onClose={() => (isOpen.value = false)}
        >
          <Field label={t('device.name')} path="name">
            <Input name="device-name" maxLength={80} value={name.value} onText={(text) => (name.value = text)} />
          </Field>
        </FormDialog>
      )}
    </>
  );
}
