import { route, type Route } from '../platform/route.ts';
import { readStep } from './acceptAlone.ts';
import { acceptMany } from './acceptMany.ts';
import { drawBarcode } from './drawBarcode.ts';
import { find } from './find.ts';
import { listScans } from './listScans.ts';
import { printBarcodes } from './printBarcodes.ts';
import * as wire from './schema.ts';

/** Whoever sees items or places at the desk. */
const printers = ['manager', 'receiver', 'dispatcher', 'seller'] as const;
const floor = ['manager', 'picker', 'packer', 'receiver', 'dispatcher', 'driver'] as const;

export const routes: Route[] = [
  route({
    method: 'post',
    path: '/v1/scans',
    summary: 'One scan or a list of them; the same as the socket event',
    roles: floor,
    body: wire.Scans,
    answer: wire.ScanAnswers,
    ownTransaction: true,
    anyText: true,
    knowsRepeats: true,
    verb: acceptMany,
  }),
  route({
    method: 'get',
    path: '/v1/step',
    summary: 'Where a device stands in a flow',
    roles: floor,
    query: wire.StepQuery,
    answer: wire.Step,
    verb: readStep,
  }),
  route({
    method: 'get',
    path: '/v1/scans',
    summary: 'The last scan of everybody at work, and the refused ones',
    roles: ['manager'],
    query: wire.ScansQuery,
    answer: wire.RecentScans,
    verb: listScans,
  }),
  route({
    method: 'get',
    path: '/v1/find',
    summary: 'Whatever has a code, by how it begins or ends; items by their names, too',
    roles: ['manager', 'packer', 'receiver', 'dispatcher', 'seller'],
    query: wire.FindQuery,
    answer: wire.Found,
    verb: find,
  }),
  route({
    method: 'get',
    path: '/v1/barcode',
    summary: 'The bars of a code, to be drawn on a screen',
    roles: printers,
    query: wire.BarcodeQuery,
    answer: wire.BarcodeDrawn,
    verb: drawBarcode,
  }),
  route({
    method: 'post',
    path: '/v1/barcode-sheets',
    summary: 'Stickers with barcodes on office paper, 21 a sheet, PDF',
    roles: printers,
    body: wire.PrintBarcodes,
    answer: wire.Sheet,
    knowsRepeats: true,
    costly: true,
    verb: printBarcodes,
  }),
];
