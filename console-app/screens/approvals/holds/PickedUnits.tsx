import { href } from '../../../frame/route.ts';
import { site } from '../../../frame/site.ts';
import { useAsk, withQuery } from '../../../link/ask.ts';
import type { HoldShown, ParcelShown, RouteShown, ToteShown } from '../../../link/wire.ts';
import { ItemName } from '../../../parts/ItemName.tsx';
import { Card } from '../../../parts/Page.tsx';
import { placeName } from '../../../parts/PlaceName.tsx';
import { type Column, Rows } from '../../../parts/Rows.tsx';
import { number } from '../../../parts/time.ts';
import { t } from '../../../words/t.ts';

import { OrderName } from './OrderName.tsx';

type Unit = HoldShown['picked'][number];

/** What was picked before a hold came, and whom it goes to: whoever takes it out has to find the parcel. */
export function PickedUnits({ picked }: { picked: Unit[] }) {
  return (
    <Card title={t('hold.pickedTitle')} note={t('hold.pickedHint')} flush>
      <Rows
        label={t('hold.pickedTitle')}
        rows={picked}
        columns={columns()}
        keyOf={({ place, itemId, lot }) => `${place} ${itemId} ${lot}`}
      />
    </Card>
  );
}

const columns = (): Column<Unit>[] => [
  { title: t('stock.place'), kind: 'lead', cell: (unit) => <Where unit={unit} /> },
  {
    title: t('stock.item'),
    kind: 'wide',
    cell: ({ itemId }) => <ItemName itemId={itemId} />,
  },
  { title: t('stock.lot'), cell: ({ lot }) => lot || '–' },
  { title: t('stock.quantity'), kind: 'end', cell: ({ quantity }) => <b>{number(quantity)}</b> },
];

/** Parcels and routes stand in places by their ids; a carrier's vehicle does not. */
function Where({ unit }: { unit: Unit }) {
  const [kind, id = ''] = unit.place.split('/');
  if (id.length === 36 && kind === 'vehicle') return <OnVehicle routeId={id} unit={unit} />;
  if (id.length === 36 && kind === 'parcel') return <InParcel parcelId={id} unit={unit} />;
  if (kind === 'tote') return <InTote toteCode={id} unit={unit} />;
  return <>{placeName(unit.place)}</>;
}

/** A tote carries one order. */
function InTote({ toteCode, unit }: { toteCode: string; unit: Unit }) {
  const path = withQuery(`/v1/totes/${toteCode}`, { siteId: site.value!.siteId });
  const orderId = useAsk<ToteShown>(path, { topics: ['waves.', 'packing.'] }).value?.orderId;
  return (
    <div data-picked={toteCode}>
      {placeName(unit.place)}
      {orderId && <InOrder orderId={orderId} />}
    </div>
  );
}

const InOrder = ({ orderId }: { orderId: string }) => (
  <>
    {' · '}
    <a href={href('orders', orderId)}>
      <OrderName orderId={orderId} />
    </a>
  </>
);

/** On the vehicle, and not handed over. */
const aboard = ['loaded', 'out', 'failed'];

function OnVehicle({ routeId, unit }: { routeId: string; unit: Unit }) {
  const route = useAsk<RouteShown>(`/v1/routes/${routeId}`, { topics: ['dispatch.'] }).value;
  if (route === undefined) return <>{t('place.vehicle')} …</>;
  return (
    <>
      {route.vehicle}
      {route.stops.flatMap(({ position, parcels }) =>
        parcels
          .filter(({ state }) => aboard.includes(state))
          .map(({ parcelId }) => <InParcel key={parcelId} parcelId={parcelId} unit={unit} stop={position} />),
      )}
    </>
  );
}

/** Nothing of a parcel that holds none of these units. */
function InParcel({ parcelId, unit, stop }: { parcelId: string; unit: Unit; stop?: number }) {
  const parcel = useAsk<ParcelShown>(`/v1/parcels/${parcelId}`, { topics: ['packing.'] }).value;
  if (!parcel?.lines.some(({ itemId, lot }) => itemId === unit.itemId && lot === unit.lot)) return null;
  return (
    <div data-picked={parcelId}>
      {stop !== undefined && `${t('hold.stop', { n: stop })} · `}
      {t('place.parcel')} <span class="code">{parcel.sscc}</span>
      <InOrder orderId={parcel.orderId} />
    </div>
  );
}
