import { z } from 'zod';
import { route, type Route } from '../platform/route.ts';
import { acceptDifferences } from './acceptDifferences.ts';
import { book } from './book.ts';
import { callOff } from './callOff.ts';
import { closeBox } from './closeBox.ts';
import { closeReceipt } from './closeReceipt.ts';
import { gateIn } from './gateIn.ts';
import { inspect } from './inspect.ts';
import { listLpns } from './listLpns.ts';
import { listReceipts } from './listReceipts.ts';
import { listShipments } from './listShipments.ts';
import { listSlots } from './listSlots.ts';
import { nestLpn } from './nestLpn.ts';
import { printLabels, printLabelsZpl } from './printLabels.ts';
import { putAway } from './putAway.ts';
import { rebook } from './rebook.ts';
import { receive } from './receive.ts';
import { schedule } from './schedule.ts';
import * as shape from './schema.ts';
import { sendOff } from './sendOff.ts';
import { showLpn } from './showLpn.ts';
import { showShipment } from './showShipment.ts';
import { submit } from './submit.ts';
import { turnAway } from './turnAway.ts';
import { undoReceipt } from './undoReceipt.ts';

const bookers = ['admin', 'manager', 'receiver', 'seller', 'channel'] as const;
const floor = ['admin', 'manager', 'receiver'] as const;
const shipment = '/v1/inbound-shipments/:shipmentId';
const onShipment = { params: shape.ShipmentPath };
const movement = z.strictObject({ movementId: z.uuid() });

export const routes: Route[] = [
  route({
    method: 'post',
    path: '/v1/inbound-shipments',
    summary: 'Book a shipment, or keep it as a draft; all problems are listed at once',
    roles: bookers,
    body: shape.Book,
    answer: shape.Booked,
    status: 201,
    verb: book,
  }),
  route({
    method: 'get',
    path: '/v1/inbound-shipments',
    summary: 'Shipments, the newest first',
    roles: bookers,
    query: shape.ShipmentsQuery,
    answer: shape.Shipments,
    verb: listShipments,
  }),
  route({
    method: 'get',
    path: shipment,
    summary: 'One shipment with its lines as counted up to now',
    roles: bookers,
    ...onShipment,
    answer: shape.Shipment,
    verb: showShipment,
  }),
  route({
    method: 'patch',
    path: shipment,
    summary: 'Replace what a shipment will bring, as a new version',
    roles: bookers,
    ...onShipment,
    body: shape.Rebook,
    answer: shape.Booked,
    verb: rebook,
  }),
  route({
    method: 'post',
    path: `${shipment}/submit`,
    summary: 'Make a booking of a draft',
    roles: bookers,
    ...onShipment,
    answer: shape.Moved,
    verb: submit,
  }),
  route({
    method: 'get',
    path: '/v1/dock-slots',
    summary: 'Hours of a site’s docks on a day',
    roles: bookers,
    query: shape.SlotsQuery,
    answer: shape.Slots,
    verb: listSlots,
  }),
  route({
    method: 'post',
    path: `${shipment}/slot`,
    summary: 'Take an hour of a dock',
    roles: bookers,
    ...onShipment,
    body: shape.Schedule,
    answer: shape.Scheduled,
    verb: schedule,
  }),
  route({
    method: 'post',
    path: `${shipment}/depart`,
    summary: 'The goods have left the seller',
    roles: bookers,
    ...onShipment,
    body: shape.SendOff,
    answer: shape.Moved,
    verb: sendOff,
  }),
  route({
    method: 'post',
    path: `${shipment}/arrive`,
    summary: 'The goods have come to the gate',
    roles: floor,
    ...onShipment,
    body: shape.GateIn,
    answer: shape.Moved,
    verb: gateIn,
  }),
  route({
    method: 'post',
    path: `${shipment}/refuse`,
    summary: 'Turn away what has come',
    roles: floor,
    ...onShipment,
    body: shape.Reason,
    answer: shape.Moved,
    verb: turnAway,
  }),
  route({
    method: 'post',
    path: `${shipment}/cancel`,
    summary: 'Cancel a shipment that has not left',
    roles: bookers,
    ...onShipment,
    body: shape.Reason,
    answer: shape.Moved,
    verb: callOff,
  }),
  route({
    method: 'post',
    path: `${shipment}/receipts`,
    summary: 'Take in units of one item on one LPN',
    roles: floor,
    ...onShipment,
    body: shape.Receive,
    answer: shape.Received,
    status: 201,
    verb: receive,
  }),
  route({
    method: 'get',
    path: `${shipment}/receipts`,
    summary: 'What was taken in, and what of it may still be taken back',
    roles: floor,
    ...onShipment,
    answer: shape.Receipts,
    verb: listReceipts,
  }),
  route({
    method: 'post',
    path: '/v1/receipts/:receiptId/undo',
    summary: 'Take a receipt back',
    roles: floor,
    params: shape.ReceiptPath,
    body: shape.Reason,
    answer: movement,
    verb: undoReceipt,
  }),
  route({
    method: 'post',
    path: `${shipment}/boxes/:boxNo/close`,
    summary: 'Nothing more comes out of a box',
    roles: floor,
    params: shape.BoxPath,
    answer: shape.Shipment.shape.boxes.element,
    verb: closeBox,
  }),
  route({
    method: 'post',
    path: `${shipment}/close`,
    summary: 'End the counting; with less than announced it needs a reason',
    roles: floor,
    ...onShipment,
    body: shape.Close,
    answer: shape.Moved,
    verb: closeReceipt,
  }),
  route({
    method: 'post',
    path: `${shipment}/accept`,
    summary: 'Agree with the count',
    roles: ['admin', 'manager', 'seller'],
    ...onShipment,
    body: shape.Accept,
    answer: shape.Moved,
    verb: acceptDifferences,
  }),
  route({
    method: 'get',
    path: `${shipment}/labels.pdf`,
    summary: 'Labels of the boxes, PDF',
    roles: bookers,
    ...onShipment,
    answer: z.unknown(),
    verb: printLabels,
  }),
  route({
    method: 'get',
    path: `${shipment}/labels.zpl`,
    summary: 'Labels of the boxes, ZPL',
    roles: bookers,
    ...onShipment,
    answer: z.unknown(),
    verb: printLabelsZpl,
  }),
  route({
    method: 'post',
    path: '/v1/inspections',
    summary: 'Judge units that wait for inspection',
    roles: floor,
    body: shape.Inspect,
    answer: movement,
    status: 201,
    verb: inspect,
  }),
  route({
    method: 'post',
    path: '/v1/put-aways',
    summary: 'Put goods from an LPN into a bin',
    roles: floor,
    body: shape.PutAway,
    answer: shape.PutAwayDone,
    status: 201,
    verb: putAway,
  }),
  route({
    method: 'get',
    path: '/v1/lpns',
    summary: 'LPNs that wait to be put away',
    roles: floor,
    query: shape.LpnQuery,
    answer: shape.Lpns,
    verb: listLpns,
  }),
  route({
    method: 'get',
    path: '/v1/lpns/:lpnCode',
    summary: 'An LPN and what is on it',
    roles: floor,
    params: shape.LpnPath,
    query: shape.LpnQuery,
    answer: shape.Lpn,
    verb: showLpn,
  }),
  route({
    method: 'post',
    path: '/v1/lpns/:lpnCode/parent',
    summary: 'Stand an LPN on another one, or take it off',
    roles: floor,
    params: shape.LpnPath,
    body: shape.Nest,
    answer: z.strictObject({ lpnCode: z.string(), parentLpn: z.string().nullable() }),
    verb: nestLpn,
  }),
];
