import { route, type Route } from '../platform/route.ts';
import { buyLabel } from './buyLabel.ts';
import { addFile } from './addFile.ts';
import { showFile } from './showFile.ts';
import { handOver } from './handOver.ts';
import { hearCarrier } from './hearCarrier.ts';
import { listParcels } from './listParcels.ts';
import { printLabel } from './printLabel.ts';
import * as shape from './schema.ts';
import { trackParcel } from './trackParcel.ts';
import { voidLabel } from './voidLabel.ts';

const packers = ['admin', 'manager', 'packer'] as const;
const floor = [...packers, 'picker', 'receiver', 'dispatcher', 'driver'] as const;

export const routes: Route[] = [
  route({
    method: 'get',
    path: '/v1/parcels',
    summary: 'Parcels with their labels and tracking pages',
    roles: [...packers, 'dispatcher', 'seller', 'channel'],
    query: shape.ParcelsQuery,
    answer: shape.Parcels,
    verb: listParcels,
  }),
  route({
    method: 'post',
    path: '/v1/parcels/:parcelId/label',
    summary: 'Buy the label of a weighed parcel; one already bought answers 200, one still asked for 202',
    roles: packers,
    params: shape.ParcelPath,
    body: shape.BuyLabel,
    answer: shape.LabelShown,
    status: 201,
    verb: buyLabel,
  }),
  route({
    method: 'get',
    path: '/v1/parcels/:parcelId/label',
    summary: 'The label as PDF or ZPL, to print or print again',
    roles: packers,
    params: shape.ParcelPath,
    query: shape.PrintQuery,
    answer: shape.Document,
    records: true,
    verb: printLabel,
  }),
  route({
    method: 'post',
    path: '/v1/parcels/:parcelId/label/void',
    summary: 'Take a label back before the parcel is closed',
    roles: packers,
    params: shape.ParcelPath,
    body: shape.VoidLabel,
    answer: shape.LabelShown,
    verb: voidLabel,
  }),
  route({
    method: 'post',
    path: '/v1/hand-overs',
    summary: 'A carrier takes scanned parcels along',
    roles: [...packers, 'dispatcher'],
    body: shape.HandOver,
    answer: shape.HandedOver,
    verb: handOver,
  }),
  route({
    method: 'post',
    path: '/v1/carrier-events',
    summary: 'What a carrier tells about its parcels',
    roles: ['admin', 'manager', 'dispatcher'],
    body: shape.CarrierEvents,
    answer: shape.Heard,
    verb: hearCarrier,
  }),
  route({
    method: 'post',
    path: '/v1/files',
    summary: 'Keep a photo or a signature: the bytes of a JPEG, PNG or WebP',
    roles: floor,
    query: shape.FileQuery,
    body: 'bytes',
    answer: shape.AddedFile,
    status: 201,
    verb: addFile,
  }),
  route({
    method: 'get',
    path: '/v1/files/:fileId',
    summary: 'A picture',
    roles: floor,
    params: shape.FilePath,
    answer: shape.Document,
    verb: showFile,
  }),
  route({
    method: 'get',
    path: '/t/:token',
    summary: "A parcel's page for its customer",
    roles: 'anyone',
    params: shape.TokenPath,
    query: shape.LanguageQuery,
    answer: shape.Document,
    verb: trackParcel,
  }),
];
