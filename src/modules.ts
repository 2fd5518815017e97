import type { Job } from './platform/jobs.ts';
import type { Kept } from './platform/retention.ts';
import type { Consumer } from './platform/relay.ts';
import type { Route } from './platform/route.ts';
import * as auth from './auth/index.ts';
import * as sellers from './sellers/index.ts';
import * as catalogue from './catalogue/index.ts';
import * as layout from './layout/index.ts';
import * as inventory from './inventory/index.ts';
import * as slotting from './slotting/index.ts';
import * as inbound from './inbound/index.ts';
import * as orders from './orders/index.ts';
import * as waves from './waves/index.ts';
import * as packing from './packing/index.ts';
import * as shipping from './shipping/index.ts';
import * as dispatch from './dispatch/index.ts';
import * as returns from './returns/index.ts';
import * as scans from './scans/index.ts';
import * as realtime from './realtime/index.ts';

/** What a module brings to the house. */
export interface Module {
  routes: Route[];
  consumers?: Consumer[];
  jobs?: Job[];
  kept?: Kept[];
}

/** The street, lowest first: a module imports only those before it. */
export const street = {
  auth,
  sellers,
  catalogue,
  layout,
  inventory,
  slotting,
  inbound,
  orders,
  waves,
  packing,
  shipping,
  dispatch,
  returns,
  scans,
  realtime,
} satisfies Record<string, Module>;

export const modules: Module[] = Object.values(street);
