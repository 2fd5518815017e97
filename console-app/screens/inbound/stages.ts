import type { ShipmentState } from '../../link/wire.ts';

/** The way of a shipment as its seller sees it; the states that each stop of the way stands for. */
export const stages = [
  ['booked', ['booked', 'scheduled', 'no_show']],
  ['onTheWay', ['in_transit']],
  ['arrived', ['arrived']],
  ['counting', ['receiving']],
  ['differences', ['counted']],
  ['sellable', ['closed']],
] as const satisfies [string, ShipmentState[]][];

export const stageAt = (state: ShipmentState): number =>
  stages.findIndex(([, states]) => (states as readonly string[]).includes(state));

export const shipmentTone: Record<ShipmentState, string> = {
  draft: 'plain',
  booked: 'night',
  scheduled: 'night',
  in_transit: 'busy',
  arrived: 'busy',
  receiving: 'busy',
  counted: 'notice',
  closed: 'good',
  cancelled: 'plain',
  no_show: 'stop',
  refused: 'stop',
};
