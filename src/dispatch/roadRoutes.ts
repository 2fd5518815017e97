import { Look } from '../orders/index.ts';
import { route, type Route } from '../platform/route.ts';
import { arrive } from './arrive.ts';
import { bringBack } from './bringBack.ts';
import { closeRoute } from './closeRoute.ts';
import { decideDoor } from './decideDoor.ts';
import { deliver } from './deliver.ts';
import { depart } from './depart.ts';
import { fail } from './fail.ts';
import { listFailedDoors } from './listFailedDoors.ts';
import { load } from './load.ts';
import * as shape from './schema.ts';
import { setFailurePolicy, showFailurePolicy } from './setFailurePolicy.ts';
import { showRecipient } from './showRecipient.ts';
import { takeBackFailure } from './takeBackFailure.ts';
import { writeOffParcel } from './writeOffParcel.ts';
import { eraseMatrix, listMatrices, uploadMatrix } from './uploadMatrix.ts';

const desk = ['admin', 'manager', 'dispatcher'] as const;
const dock = [...desk, 'driver', 'picker', 'packer'] as const;
const road = [...desk, 'driver'] as const;

/** From the dock to the door and back: the twins of the handheld's flows load and deliver. */
export const roadRoutes: Route[] = [
  route({
    method: 'post',
    path: '/v1/routes/:routeId/load',
    summary: 'Load a scanned parcel, the last stop first',
    roles: dock,
    params: shape.RoutePath,
    body: shape.Load,
    answer: shape.Loading,
    verb: load,
  }),
  route({
    method: 'post',
    path: '/v1/routes/:routeId/depart',
    summary: 'Leave with what is loaded; what stays is named with its reason',
    roles: road,
    params: shape.RoutePath,
    body: shape.Depart,
    answer: shape.RouteShown,
    verb: depart,
  }),
  route({
    method: 'post',
    path: '/v1/stops/:stopId/arrive',
    summary: 'Say that the driver is at the door',
    roles: road,
    params: shape.StopPath,
    body: shape.Arrive,
    answer: shape.StopDone,
    verb: arrive,
  }),
  route({
    method: 'get',
    path: '/v1/stops/:stopId/recipient',
    summary: 'Who lives behind the door, for a reason; every look is recorded',
    roles: road,
    params: shape.StopPath,
    query: Look,
    records: true,
    answer: shape.RecipientsShown,
    verb: showRecipient,
  }),
  route({
    method: 'post',
    path: '/v1/stops/:stopId/deliver',
    summary: 'Hand parcels over, with proof',
    roles: road,
    params: shape.StopPath,
    body: shape.Deliver,
    answer: shape.StopDone,
    verb: deliver,
  }),
  route({
    method: 'post',
    path: '/v1/stops/:stopId/fail',
    summary: 'Nothing could be handed over; the reason decides what follows',
    roles: road,
    params: shape.StopPath,
    body: shape.Fail,
    answer: shape.StopDone,
    verb: fail,
  }),
  route({
    method: 'post',
    path: '/v1/stops/:stopId/take-back',
    summary: 'Open the door again that failed last: that was a slip',
    roles: road,
    params: shape.StopPath,
    answer: shape.StopDone,
    verb: takeBackFailure,
  }),
  route({
    method: 'post',
    path: '/v1/stops/:stopId/decide',
    summary: 'Say what follows a door that failed, instead of the rules',
    roles: desk,
    params: shape.StopPath,
    body: shape.Decide,
    answer: shape.RouteShown,
    verb: decideDoor,
  }),
  route({
    method: 'get',
    path: '/v1/failed-doors',
    summary: 'Doors that failed and wait for what the desk decides',
    roles: desk,
    query: shape.SiteQuery,
    answer: shape.FailedDoors,
    verb: listFailedDoors,
  }),
  route({
    method: 'get',
    path: '/v1/failure-policy',
    summary: 'What follows a door that does not open, by reason, and who set it when',
    roles: desk,
    query: shape.SiteQuery,
    answer: shape.FailurePolicy,
    verb: showFailurePolicy,
  }),
  route({
    method: 'post',
    path: '/v1/failure-policy',
    summary: 'Set what follows the first, the second … door that does not open, by reason',
    roles: ['admin', 'manager'],
    body: shape.SetFailurePolicy,
    answer: shape.FailurePolicy,
    verb: setFailurePolicy,
  }),
  route({
    method: 'post',
    path: '/v1/routes/:routeId/back',
    summary: 'Scan an undelivered parcel back in',
    roles: dock,
    params: shape.RoutePath,
    body: shape.BringBack,
    answer: shape.BroughtBack,
    verb: bringBack,
  }),
  route({
    method: 'post',
    path: '/v1/routes/:routeId/close',
    summary: 'End a route whose parcels are all delivered, back or named as lost',
    roles: road,
    params: shape.RoutePath,
    body: shape.CloseRoute,
    answer: shape.RouteShown,
    verb: closeRoute,
  }),
  route({
    method: 'post',
    path: '/v1/parcels/:parcelId/write-off',
    summary: 'Write off a parcel that is held as not found at the dock',
    roles: desk,
    params: shape.ParcelPath,
    body: shape.WriteOffParcel,
    answer: shape.WrittenOff,
    verb: writeOffParcel,
  }),
  route({
    method: 'post',
    path: '/v1/road-matrices',
    summary: 'Upload measured ways between places of a site; the same name takes their place',
    roles: desk,
    body: shape.UploadMatrix,
    answer: shape.UploadedMatrix,
    status: 201,
    verb: uploadMatrix,
  }),
  route({
    method: 'get',
    path: '/v1/road-matrices',
    summary: 'The uploaded matrices of a site',
    roles: desk,
    query: shape.SiteQuery,
    answer: shape.Matrices,
    verb: listMatrices,
  }),
  route({
    method: 'post',
    path: '/v1/road-matrices/erase',
    summary: 'Forget an uploaded matrix',
    roles: desk,
    body: shape.EraseMatrix,
    answer: shape.Matrices,
    verb: eraseMatrix,
  }),
];
