import { useAsk, withQuery } from '../../link/ask.ts';
import type { OrderShown, Parcels } from '../../link/wire.ts';
import { Key } from '../../parts/Key.tsx';
import { Card, Chip } from '../../parts/Page.tsx';
import { weight } from '../../parts/time.ts';
import { Trouble } from '../../parts/Trouble.tsx';
import { told } from '../../parts/Undo.tsx';
import { said, t } from '../../words/t.ts';

export function ParcelsCard({ order }: { order: OrderShown }) {
  const asked = useAsk<Parcels>(withQuery('/v1/parcels', { siteId: order.siteId, orderId: order.orderId }), {
    topics: ['packing.', 'shipping.', 'dispatch.'],
  });
  const parcels = asked.value?.parcels ?? [];
  if (parcels.length === 0 && order.endedAt !== null && !asked.trouble) return null;
  return (
    <Card title={t('orders.parcels')}>
      <Trouble error={asked.trouble} again={asked.again} />
      {asked.value && parcels.length === 0 && <p class="soft">{t('orders.noParcels')}</p>}
      <ul class="parcels">
        {parcels.map((parcel) => (
          <li key={parcel.parcelId}>
            <span class="grow">
              <b class="code">{parcel.sscc}</b>
              <span class="soft">
                {[
                  parcel.cartonCode,
                  parcel.weight_g && weight(parcel.weight_g),
                  parcel.carrier && said('carrier', parcel.carrier),
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            </span>
            <Chip>{said('parcel', parcel.state)}</Chip>
            <CustomersPage parcel={parcel} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** What the customer sees of a parcel, and the link to it for whoever asks. */
function CustomersPage({ parcel: { tracking, state } }: { parcel: Parcels['parcels'][number] }) {
  if (tracking === null) return state === 'void' ? null : <span class="soft">{t('orders.trackingLater')}</span>;
  const path = `/t/${tracking.token}`;
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(location.origin + path);
    told({ text: t('orders.linkCopied') });
  };
  return (
    <span class="row-keys">
      <a href={path} target="_blank" rel="noopener">
        {t('orders.tracking')}
      </a>
      {window.isSecureContext && (
        <Key small icon="paste" data-do="copy-link" onPress={() => void copy()}>
          {t('orders.copyLink')}
        </Key>
      )}
    </span>
  );
}
