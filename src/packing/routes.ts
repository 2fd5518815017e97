import { route, type Route } from '../platform/route.ts';
import { addCartons } from './addCartons.ts';
import { listCartons } from './listCartons.ts';
import { chooseCarton } from './chooseCarton.ts';
import { closeParcel } from './closeParcel.ts';
import { holdParcel } from './holdParcel.ts';
import { listOpenTasks } from './listOpenTasks.ts';
import { openParcel } from './openParcel.ts';
import { pack } from './pack.ts';
import { packShort } from './packShort.ts';
import * as shape from './schema.ts';
import { showParcel } from './showParcel.ts';
import { unpack } from './unpack.ts';
import { weigh } from './weigh.ts';

const packers = ['admin', 'manager', 'packer'] as const;
const watchers = [...packers, 'dispatcher', 'seller'] as const;

export const routes: Route[] = [
  route({
    method: 'post',
    path: '/v1/cartons',
    summary: 'Add carton types to a site, or change their measures',
    roles: ['admin', 'manager'],
    body: shape.AddCartons,
    answer: shape.Cartons,
    verb: addCartons,
  }),
  route({
    method: 'get',
    path: '/v1/cartons',
    summary: 'The carton types of a site',
    roles: packers,
    query: shape.SiteQuery,
    answer: shape.Cartons,
    verb: listCartons,
  }),
  route({
    method: 'post',
    path: '/v1/parcels',
    summary: 'Open the next parcel of the order in a tote; one already begun answers 200',
    roles: packers,
    body: shape.OpenParcel,
    answer: shape.ParcelShown,
    status: 201,
    verb: openParcel,
  }),
  route({
    method: 'get',
    path: '/v1/parcels/:parcelId',
    summary: 'One parcel with what lies in it',
    roles: watchers,
    params: shape.ParcelId,
    answer: shape.ParcelShown,
    verb: showParcel,
  }),
  route({
    method: 'post',
    path: '/v1/parcels/:parcelId/items',
    summary: 'Put scanned units into the parcel',
    roles: packers,
    params: shape.ParcelId,
    body: shape.Pack,
    answer: shape.ParcelShown,
    verb: pack,
  }),
  route({
    method: 'post',
    path: '/v1/parcels/:parcelId/short',
    summary: 'Units that are missing or broken at the packing table',
    roles: packers,
    params: shape.ParcelId,
    body: shape.PackShort,
    answer: shape.ParcelShown,
    verb: packShort,
  }),
  route({
    method: 'post',
    path: '/v1/parcels/:parcelId/carton',
    summary: 'Say that the contents are final, and in which carton',
    roles: packers,
    params: shape.ParcelId,
    body: shape.ChooseCarton,
    answer: shape.ParcelShown,
    verb: chooseCarton,
  }),
  route({
    method: 'post',
    path: '/v1/parcels/:parcelId/weight',
    summary: 'Weigh the parcel',
    roles: packers,
    params: shape.ParcelId,
    body: shape.Weigh,
    answer: shape.ParcelShown,
    verb: weigh,
  }),
  route({
    method: 'post',
    path: '/v1/parcels/close',
    summary: 'Close the parcel whose label was scanned back',
    roles: packers,
    body: shape.CloseParcel,
    answer: shape.ParcelShown,
    verb: closeParcel,
  }),
  route({
    method: 'post',
    path: '/v1/parcels/:parcelId/unpack',
    summary: 'Open a parcel of a cancelled order and put its units into a bin',
    roles: packers,
    params: shape.ParcelId,
    body: shape.Unpack,
    answer: shape.Unpacked,
    verb: unpack,
  }),
  route({
    method: 'post',
    path: '/v1/parcels/:parcelId/hold',
    summary: 'Hold a parcel back with a reason, or let it go with null',
    roles: ['admin', 'manager', 'dispatcher'],
    params: shape.ParcelId,
    body: shape.HoldParcel,
    answer: shape.ParcelId,
    verb: holdParcel,
  }),
  route({
    method: 'get',
    path: '/v1/open-parcel-tasks',
    summary: 'Parcels of cancelled orders that wait to be opened',
    roles: packers,
    query: shape.SiteQuery,
    answer: shape.OpenTasks,
    verb: listOpenTasks,
  }),
];
