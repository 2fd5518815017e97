import type { en } from './en.ts';
import { breaks } from './ko/breaks.ts';
import { checks } from './ko/checks.ts';
import { checkouts } from './ko/checkouts.ts';
import { bins } from './ko/bins.ts';
import { driven } from './ko/driven.ts';
import { failed } from './ko/failed.ts';
import { holds } from './ko/holds.ts';
import { item } from './ko/item.ts';
import { keys } from './ko/keys.ts';
import { people } from './ko/people.ts';
import { failureWords } from './failures.ts';
import { print } from './ko/print.ts';
import { receipts } from './ko/receipts.ts';
import { returns } from './ko/returns.ts';
import { fields } from './ko/fields.ts';
import { find } from './ko/find.ts';
import { flash } from './ko/flash.ts';
import { floor } from './ko/floor.ts';
import { frame } from './ko/frame.ts';
import { inbound } from './ko/inbound.ts';
import { orders } from './ko/orders.ts';
import { refusals } from './ko/refusals.ts';
import { routes } from './ko/routes.ts';
import { settings } from './ko/settings.ts';
import { shifts } from './ko/shifts.ts';
import { stock } from './ko/stock.ts';
import { vehicles } from './ko/vehicles.ts';
import { waves } from './ko/waves.ts';
import { zones } from './ko/zones.ts';

export const ko: Record<keyof typeof en, string> = {
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
  ...failureWords('ko'),
};
