import { roles } from '../platform/work.ts';
import { route, type Route } from '../platform/route.ts';
import { addBin } from './addBin.ts';
import { addSite } from './addSite.ts';
import { blockBin } from './blockBin.ts';
import { drawZone } from './drawZone.ts';
import { eraseZone } from './eraseZone.ts';
import { listBins } from './listBins.ts';
import { listSites } from './listSites.ts';
import { moveBin } from './moveBin.ts';
import * as shape from './schema.ts';
import { setCutOff } from './setCutOff.ts';
import { setAdjustmentLimit } from './setAdjustmentLimit.ts';
import { setPace } from './setPace.ts';
import { showPromises } from './showPromises.ts';
import { showLayout } from './showLayout.ts';

const planners = ['admin', 'manager'] as const;
const staff = ['admin', 'manager', 'picker', 'packer', 'receiver', 'dispatcher', 'driver'] as const;

export const routes: Route[] = [
  route({
    method: 'post',
    path: '/v1/sites',
    summary: 'Open a site with bins made from an aisle plan',
    roles: ['admin'],
    body: shape.AddSite,
    answer: shape.AddedSite,
    status: 201,
    verb: addSite,
  }),
  route({
    method: 'get',
    path: '/v1/sites',
    summary: 'Sites where one may work',
    roles,
    answer: shape.Sites,
    verb: listSites,
  }),
  route({
    method: 'get',
    path: '/v1/sites/:siteId',
    summary: 'A site with its walking layout, cut-offs and delivery zones',
    roles: staff,
    params: shape.SitePath,
    answer: shape.SiteLayout,
    verb: showLayout,
  }),
  route({
    method: 'get',
    path: '/v1/bins',
    summary: 'Bins of a site by code',
    roles: staff,
    query: shape.BinsQuery,
    answer: shape.Bins,
    verb: listBins,
  }),
  route({
    method: 'post',
    path: '/v1/bins',
    summary: 'Add up to 1,000 bins, all or none',
    roles: planners,
    body: shape.AddBins,
    answer: shape.AddedBins,
    status: 201,
    verb: addBin,
  }),
  route({
    method: 'patch',
    path: '/v1/sites/:siteId/bins/:binCode',
    summary: 'Put a bin at another spot',
    roles: planners,
    params: shape.BinPath,
    body: shape.MoveBin,
    answer: shape.Bin,
    verb: moveBin,
  }),
  route({
    method: 'post',
    path: '/v1/sites/:siteId/bins/:binCode/state',
    summary: 'Block a bin, put it under count, or open it again',
    roles: planners,
    params: shape.BinPath,
    body: shape.BlockBin,
    answer: shape.Bin,
    verb: blockBin,
  }),
  route({
    method: 'post',
    path: '/v1/delivery-zones',
    summary: 'Draw where a site delivers; the same name redraws it',
    roles: ['admin', 'manager', 'dispatcher'],
    body: shape.DrawZone,
    answer: shape.DrawnZone,
    status: 201,
    verb: drawZone,
  }),
  route({
    method: 'post',
    path: '/v1/delivery-zones/:zoneId/erase',
    summary: 'Take a delivery zone off the map',
    roles: ['admin', 'manager', 'dispatcher'],
    params: shape.ZonePath,
    answer: shape.DrawnZone,
    verb: eraseZone,
  }),
  route({
    method: 'get',
    path: '/v1/delivery-promises',
    summary: 'What may still be promised for an address, before it is',
    roles: ['admin', 'manager', 'dispatcher', 'seller', 'channel'],
    query: shape.PromisesQuery,
    answer: shape.PromisesShown,
    verb: showPromises,
  }),
  route({
    method: 'post',
    path: '/v1/sites/:siteId/pace',
    summary: 'Say how many orders the floor gets done in an hour',
    roles: planners,
    params: shape.SitePath,
    body: shape.Pace,
    answer: shape.Pace,
    verb: setPace,
  }),
  route({
    method: 'post',
    path: '/v1/sites/:siteId/adjustment-limit',
    summary: 'Say above how many units an adjustment waits for a second person',
    roles: ['admin'],
    params: shape.SitePath,
    body: shape.AdjustmentLimit,
    answer: shape.AdjustmentLimit,
    verb: setAdjustmentLimit,
  }),
  route({
    method: 'post',
    path: '/v1/cut-offs',
    summary: 'Set until when an order makes which delivery; the same name changes it',
    roles: ['admin', 'manager', 'dispatcher'],
    body: shape.SetCutOff,
    answer: shape.CutOff,
    verb: setCutOff,
  }),
];
