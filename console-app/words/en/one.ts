/** Texts about one of a thing, where English has a form of its own for it. */
export const one: Partial<Record<string, string>> = {
  'unit.units': '1 unit',
  'holds.freed': '1 unit of {bin} is on sale again',
  'unit.orders': '1 order',
  'unit.parcels': '1 parcel',
  'time.days': '1 day',
  'floor.stuck': '1 needs a person',
  'booking.openPoints': '1 open point on this page',
  'booking.takeRows': 'Take 1 row',
  'booking.boxes': '1 box',
  'booking.goOn': 'Go on with your booking (1 item)',
  'routes.sum': '1 route',
  'routes.stops': '1 stop',
  'routes.moveTitle': 'Move 1 stop',
  'routes.anew': 'Plan the planned route anew; locked stops stay',
  'violation.amount.skill': '1 parcel',
};
