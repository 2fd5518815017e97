import type { z } from 'zod';
import type * as auth from '../../src/auth/schema.ts';
import type * as catalogue from '../../src/catalogue/schema.ts';
import type * as dispatch from '../../src/dispatch/schema.ts';
import type * as inbound from '../../src/inbound/schema.ts';
import type * as inventory from '../../src/inventory/schema.ts';
import type * as layout from '../../src/layout/schema.ts';
import type * as parked from '../../src/platform/parked/schema.ts';
import type * as orders from '../../src/orders/schema.ts';
import type * as packing from '../../src/packing/schema.ts';
import type * as returns from '../../src/returns/schema.ts';
import type * as scans from '../../src/scans/schema.ts';
import type * as sellers from '../../src/sellers/schema.ts';
import type * as shipping from '../../src/shipping/schema.ts';
import type * as waves from '../../src/waves/schema.ts';

/** As JSON carries it: times arrive as text. */
type Wire<T> = T extends Date
  ? string
  : T extends (infer E)[]
    ? Wire<E>[]
    : T extends object
      ? { [K in keyof T]: Wire<T[K]> }
      : T;
type Answer<S extends z.ZodType> = Wire<z.output<S>>;

export type Users = Answer<typeof auth.Users>;
export type Items = Answer<typeof catalogue.Items>;
export type Item = Items['items'][number];
export type Sites = Answer<typeof layout.Sites>;
export type Site = Sites['sites'][number];
export type SiteLayout = Answer<typeof layout.SiteLayout>;
export type Promises = Answer<typeof layout.PromisesShown>;
export type Bins = Answer<typeof layout.Bins>;
export type Sellers = Answer<typeof sellers.Sellers>;
export type Stock = Answer<typeof inventory.Stock>;
export type Places = Answer<typeof inventory.Places>;
export type Ledger = Answer<typeof inventory.Ledger>;
export type FlashSales = Answer<typeof inventory.FlashSales>;
export type FlashSale = FlashSales['sales'][number];
export type FlashSaleShown = Answer<typeof inventory.FlashSaleShown>;
export type Waiting = Answer<typeof inventory.Waiting>;
export type Shipments = Answer<typeof inbound.Shipments>;
export type ShipmentHead = Shipments['shipments'][number];
export type Shipment = Answer<typeof inbound.Shipment>;
export type Slots = Answer<typeof inbound.Slots>;
export type Scheduled = Answer<typeof inbound.Scheduled>;
export type Booked = Answer<typeof inbound.Booked>;
export type ShipmentState = inbound.State;
export type Orders = Answer<typeof orders.Orders>;
export type OrderHead = Orders['orders'][number];
export type OrderShown = Answer<typeof orders.OrderShown>;
export type OrderState = OrderHead['state'];
export type Waves = Answer<typeof waves.Waves>;
export type Wave = Waves['waves'][number];
export type WaveShown = Answer<typeof waves.WaveShown>;
export type WavePlanned = Answer<typeof waves.Planned>;
export type Counts = Answer<typeof waves.Counts>;
export type PutBacks = Answer<typeof waves.PutBacks>;
export type OpenTasks = Answer<typeof packing.OpenTasks>;
export type Parcels = Answer<typeof shipping.Parcels>;
export type Vehicles = Answer<typeof dispatch.Vehicles>;
export type Vehicle = Vehicles['vehicles'][number];
export type Shifts = Answer<typeof dispatch.Shifts>;
export type Shift = Shifts['shifts'][number];
export type Routes = Answer<typeof dispatch.Routes>;
export type RouteHead = Routes['routes'][number];
export type RouteShown = Answer<typeof dispatch.RouteShown>;
export type Stop = RouteShown['stops'][number];
export type Plan = Answer<typeof dispatch.Plan>;
export type Unassigned = Plan['unassigned'][number];
export type Changed = Answer<typeof dispatch.Changed>;
export type Undone = Answer<typeof dispatch.Undone>;
export type MoveCosts = Answer<typeof dispatch.MoveCosts>;
export type PlanDiff = Answer<typeof dispatch.PlanDiff>;
export type PlanCost = PlanDiff['cost'];
export type LoadPlanShown = Answer<typeof dispatch.LoadPlanShown>;
export type LastSeen = Answer<typeof dispatch.LastSeen>;
export type FailurePolicy = Answer<typeof dispatch.FailurePolicy>;
export type DrivenDay = Answer<typeof dispatch.DrivenDay>;
export type DrivenRoute = Answer<typeof dispatch.DrivenRoute>;
export type Track = Answer<typeof dispatch.Track>;
export type Pool = Answer<typeof dispatch.Pool>;
export type Returns = Answer<typeof returns.Returns>;
export type ReturnShown = Answer<typeof returns.ReturnShown>;
export type Devices = Answer<typeof auth.Devices>;
export type DeviceCode = Answer<typeof auth.DeviceCode>;
export type PinReset = Answer<typeof auth.PinReset>;
export type PasswordReset = Answer<typeof auth.PasswordReset>;
export type ChannelKeys = Answer<typeof auth.ChannelKeys>;
export type KeyMade = Answer<typeof auth.KeyMade>;
export type AccountEvents = Answer<typeof auth.AccountEvents>;
export type Accesses = Answer<typeof auth.Accesses>;
export type ParkedFacts = Answer<typeof parked.ParkedFacts>;
export type RecipientSeen = Answer<typeof orders.RecipientSeen>;
export type BurnDowns = Answer<typeof orders.BurnDowns>;
export type BurnDown = BurnDowns['burnDowns'][number];
export type RecentScans = Answer<typeof scans.RecentScans>;
export type ShownScan = RecentScans['latest'][number];
