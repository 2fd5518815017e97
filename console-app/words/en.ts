import { breaks } from './en/breaks.ts';
import { checks } from './en/checks.ts';
import { checkouts } from './en/checkouts.ts';
import { bins } from './en/bins.ts';
import { driven } from './en/driven.ts';
import { failed } from './en/failed.ts';
import { holds } from './en/holds.ts';
import { item } from './en/item.ts';
import { keys } from './en/keys.ts';
import { people } from './en/people.ts';
import { failureWords } from './failures.ts';
import { print } from './en/print.ts';
import { receipts } from './en/receipts.ts';
import { returns } from './en/returns.ts';
import { fields } from './en/fields.ts';
import { find } from './en/find.ts';
import { flash } from './en/flash.ts';
import { floor } from './en/floor.ts';
import { frame } from './en/frame.ts';
import { inbound } from './en/inbound.ts';
import { orders } from './en/orders.ts';
import { refusals } from './en/refusals.ts';
import { routes } from './en/routes.ts';
import { settings } from './en/settings.ts';
import { shifts } from './en/shifts.ts';
import { stock } from './en/stock.ts';
import { vehicles } from './en/vehicles.ts';
import { waves } from './en/waves.ts';
import { zones } from './en/zones.ts';

export const en = {
  ...frame,
  ...fields,
  ...find,
  ...floor,
  ...inbound,
  ...orders,
  ...waves,
  ...routes,
  ...settings,
  ...shifts,
  ...vehicles,
  ...zones,
  ...stock,
  ...item,
  ...flash,
  ...refusals,
  ...breaks,
  ...bins,
  ...checks,
  ...checkouts,
  ...driven,
  ...failed,
  ...holds,
  ...keys,
  ...people,
  ...print,
  ...receipts,
  ...returns,
  ...failureWords('en'),
};
