import { useSignal } from '@preact/signals';
import { href } from '../../frame/route.ts';
import { useAct } from '../../link/act.ts';
import { post } from '../../link/http.ts';
import type { Pool } from '../../link/wire.ts';
import { Key } from '../../parts/Key.tsx';
import { Chip } from '../../parts/Page.tsx';
import { Trouble } from '../../parts/Trouble.tsx';
import { told } from '../../parts/Undo.tsx';
import { causeSaid, said, t } from '../../words/t.ts';
import { AddressForm } from '../orders/AddressForm.tsx';
import { ClearRecipient } from '../orders/ClearRecipient.tsx';
import { mayLook } from '../orders/look.tsx';
import { isMissing, WriteOffParcel } from './WriteOffParcel.tsx';

interface KeptParcelProps {
  kept: Pool['kept'][number];
  siteId: string;
  again: () => void;
}

/** A parcel that no plan can take as it is, and what lets it go: the dispatcher's word, or the right address. */
export function KeptParcel({ kept, siteId, again }: KeptParcelProps) {
  const { parcelId, orderId, sscc, area, reason, holdReason } = kept;
  const isOpen = useSignal(false);
  const isCorrecting = useSignal(false);
  const isLeaving = useSignal(false);
  const act = useAct();
  const number = sscc.slice(-6);
  const hold = (why: string | null): Promise<unknown> =>
    post(`/v1/parcels/${parcelId}/hold`, { siteId, reason: why }).then(again);
  const letGo = async (): Promise<void> => {
    if ((await act.run('let-go', () => hold(null).then(() => true))) === undefined) return;
    told({ text: t('kept.gone', { sscc: number }), undo: () => hold(holdReason) });
  };
  const isAddress = holdReason === 'wrong_address' || reason.code === 'no_geocode';
  return (
    <li class="kept" data-kept={sscc}>
      <span class="grow">
        <Chip tone="stop">{said('unassigned', reason.code)}</Chip> {holdReason && <b>{causeSaid(holdReason)}</b>}
        <small>
          {area}{' '}
          <a class="code" href={href('orders', orderId)} aria-label={t('kept.order', { sscc })}>
            …{number}
          </a>
        </small>
      </span>
      <span class="end">
        {mayLook() && (
          <Key small icon="look" data-do="open-kept" onPress={() => (isOpen.value = !isOpen.value)}>
            {t('kept.who')}
          </Key>
        )}
        {isAddress && (
          <Key small icon="pen" act={act} data-do="correct" onPress={() => (isCorrecting.value = true)}>
            {t('kept.correct')}
          </Key>
        )}
        {isMissing(kept) && (
          <Key small kind="stop" data-do="write-off" onPress={() => (isLeaving.value = true)}>
            {t('kept.writeOff')}
          </Key>
        )}
        {holdReason !== null && (
          <Key small name="let-go" act={act} data-do="let-go" onPress={() => void letGo()}>
            {t('kept.letGo')}
          </Key>
        )}
      </span>
      <Trouble error={act.trouble.value} />
      {isOpen.value && <ClearRecipient orderId={orderId} masked={{ address: area ?? '–' }} />}
      {isLeaving.value && (
        <WriteOffParcel parcel={kept} siteId={siteId} again={again} onClose={() => (isLeaving.value = false)} />
      )}
      {isCorrecting.value && (
        <AddressForm
          orderId={orderId}
          isChange
          needsSpot
          onClose={() => (isCorrecting.value = false)}
          onSaved={() => {
            again();
            told({ text: t('kept.corrected', { sscc: number }) });
          }}
        />
      )}
    </li>
  );
}
