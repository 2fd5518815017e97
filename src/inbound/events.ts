import type { Fact } from '../platform/work.ts';
import type { State } from './schema.ts';
import type { ShipmentRow } from './store.ts';

const camel = (state: State) => state.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

/** `inbound.booked`, `inbound.inTransit` …: a shipment came to a state. */
export function shipmentCameTo(shipment: ShipmentRow, before: State | null): Fact {
  const { siteId, sellerId, shipmentId, asn, state, version } = shipment;
  return {
    kind: `inbound.${camel(state)}`,
    siteId,
    sellerId,
    subject: shipmentId,
    body: { shipmentId, asn, state, before, version },
  };
}

export function shipmentRebooked(shipment: ShipmentRow): Fact {
  const { siteId, sellerId, shipmentId, asn, version } = shipment;
  return { kind: 'inbound.rebooked', siteId, sellerId, subject: shipmentId, body: { shipmentId, asn, version } };
}

export function unitsReceived(
  shipment: ShipmentRow,
  body: { itemId: string; lpnCode: string; quantity: number; held: number },
): Fact {
  const { siteId, sellerId, shipmentId } = shipment;
  return { kind: 'inbound.unitsReceived', siteId, sellerId, subject: shipmentId, body: { shipmentId, ...body } };
}

export function receiptUndone(
  shipment: ShipmentRow,
  body: { receiptId: string; itemId: string; quantity: number },
): Fact {
  const { siteId, sellerId, shipmentId } = shipment;
  return { kind: 'inbound.receiptUndone', siteId, sellerId, subject: shipmentId, body: { shipmentId, ...body } };
}

export function unitsInspected(
  siteId: string,
  sellerId: string,
  body: { lpnCode: string; itemId: string; quantity: number; result: string },
): Fact {
  return { kind: 'inbound.unitsInspected', siteId, sellerId, subject: body.lpnCode, body };
}

export function unitsPutAway(
  siteId: string,
  sellerId: string,
  body: { lpnCode: string; binCode: string; itemId: string; quantity: number; condition: string },
): Fact {
  return { kind: 'inbound.unitsPutAway', siteId, sellerId, subject: body.binCode, body };
}
