import { route, type Route } from '../platform/route.ts';
import { backOrder } from './backOrder.ts';
import { cancel } from './cancel.ts';
import { eraseRecipient } from './eraseRecipients.ts';
import { exportOrders } from './exportOrders.ts';
import { giveAddress } from './giveAddress.ts';
import { listOrders, showOrder } from './listOrders.ts';
import { mapLine } from './mapLine.ts';
import { pause, resume } from './pause.ts';
import { pay } from './pay.ts';
import { place, placeMany } from './place.ts';
import * as wire from './schema.ts';
import { seeRecipient } from './seeRecipient.ts';
import { showBurnDown } from './showBurnDown.ts';

const sellers = ['seller', 'channel', 'manager'] as const;
const desk = ['seller', 'manager'] as const;
const readers = ['seller', 'channel', 'manager', 'dispatcher', 'packer'] as const;

export const routes: Route[] = [
  route({
    method: 'post',
    path: '/v1/orders',
    summary: 'Place an order once; a newer version amends it',
    roles: sellers,
    body: wire.PlaceOrder,
    answer: wire.Placed,
    status: 201,
    together: placeMany,
    verb: place,
  }),
  route({
    method: 'get',
    path: '/v1/orders',
    summary: 'Orders, the latest first',
    roles: readers,
    query: wire.OrdersQuery,
    answer: wire.Orders,
    records: true,
    verb: listOrders,
  }),
  route({
    method: 'get',
    path: '/v1/orders/:orderId',
    summary: 'An order, where its units are, what happened to it and what comes next',
    roles: readers,
    params: wire.OrderPath,
    answer: wire.OrderShown,
    verb: showOrder,
  }),
  route({
    method: 'post',
    path: '/v1/orders/:orderId/pay',
    summary: 'The payment came',
    roles: sellers,
    params: wire.OrderPath,
    body: wire.Pay,
    answer: wire.Placed,
    verb: pay,
  }),
  route({
    method: 'post',
    path: '/v1/orders/:orderId/cancel',
    summary: 'Cancel; the answer depends on where the units are',
    roles: sellers,
    params: wire.OrderPath,
    body: wire.Cancel,
    answer: wire.Cancelled,
    verb: cancel,
  }),
  route({
    method: 'post',
    path: '/v1/orders/:orderId/back-order',
    summary: 'The buyer waits for what is not there',
    roles: desk,
    params: wire.OrderPath,
    body: wire.BackOrder,
    answer: wire.Moved,
    verb: (work, input) => backOrder(work, { orderId: input.orderId, cause: input.cause }),
  }),
  route({
    method: 'post',
    path: '/v1/orders/:orderId/address',
    summary: 'Who gets the order, told later or told anew, whole or in part',
    // who is told at the door that it is the wrong one, asks the customer for the right one
    roles: [...sellers, 'dispatcher'],
    params: wire.OrderPath,
    body: wire.GiveAddress,
    answer: wire.Moved,
    verb: giveAddress,
  }),
  route({
    method: 'get',
    path: '/v1/orders/:orderId/recipient',
    summary: 'Who gets the order, in clear and for a reason; every look is recorded',
    roles: ['manager', 'dispatcher', 'seller'],
    params: wire.OrderPath,
    query: wire.Look,
    answer: wire.RecipientSeen,
    records: true,
    verb: seeRecipient,
  }),
  route({
    method: 'get',
    path: '/v1/order-export',
    summary: 'Orders with who gets them as CSV, in clear and for a reason; every order is recorded',
    roles: desk,
    query: wire.ExportQuery,
    answer: wire.Exported,
    records: true,
    costly: true,
    verb: exportOrders,
  }),
  route({
    method: 'post',
    path: '/v1/orders/:orderId/recipient/erase',
    summary: 'Erase who got an order that has ended',
    roles: desk,
    params: wire.OrderPath,
    body: wire.EraseRecipient,
    answer: wire.Erased,
    verb: eraseRecipient,
  }),
  route({
    method: 'post',
    path: '/v1/orders/:orderId/map',
    summary: 'What an unknown code meant',
    roles: desk,
    params: wire.OrderPath,
    body: wire.MapLine,
    answer: wire.Placed,
    verb: mapLine,
  }),
  route({
    method: 'post',
    path: '/v1/orders/:orderId/pause',
    summary: 'Keep an order from the floor',
    roles: desk,
    params: wire.OrderPath,
    body: wire.Pause,
    answer: wire.Moved,
    verb: pause,
  }),
  route({
    method: 'post',
    path: '/v1/orders/:orderId/resume',
    summary: 'Let a paused order go on',
    roles: desk,
    params: wire.OrderPath,
    answer: wire.Moved,
    verb: resume,
  }),
  route({
    method: 'get',
    path: '/v1/burn-downs',
    summary: 'Open orders by the time they are promised for, and how they burn down',
    roles: ['manager', 'dispatcher'],
    query: wire.SiteQuery,
    answer: wire.BurnDowns,
    verb: showBurnDown,
  }),
];
