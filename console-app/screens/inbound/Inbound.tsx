import { place } from '../../frame/route.ts';
import { ShipmentList } from './ShipmentList.tsx';
import { ShipmentPage } from './ShipmentPage.tsx';
import { Wizard } from './Wizard.tsx';

/** `#/inbound`, `#/inbound/book/<draft>/<step>`, `#/inbound/<shipment>` */
export function Inbound() {
  const [, first, key, step] = place.value.path;
  if (first === undefined) return <ShipmentList />;
  if (first === 'book') return <Wizard draftKey={key} step={step ?? 'what'} />;
  return <ShipmentPage key={first} shipmentId={first} />;
}
