import { route, type Route } from '../platform/route.ts';
import { adjust, decide, listWaiting } from './adjust.ts';
import { confirmPromise } from './confirmPromise.ts';
import { closeFlashSale, openFlashSale } from './flash/openFlashSale.ts';
import { listFlashSales, showFlashSale } from './flash/showFlashSale.ts';
import { listHolds } from './listHolds.ts';
import { openPromise, openPromises, showPromise } from './openPromise.ts';
import { readLedger, readPlaces, readStock } from './readStock.ts';
import { releaseCheckout } from './releasePromise.ts';
import * as wire from './schema.ts';

const sellers = ['seller', 'channel', 'manager'] as const;
const floor = ['manager', 'receiver', 'picker', 'packer', 'dispatcher'] as const;

export const routes: Route[] = [
  route({
    method: 'post',
    path: '/v1/promises',
    summary: 'Promise units to a checkout, all or nothing',
    roles: sellers,
    body: wire.OpenPromise,
    answer: wire.PromiseAnswer,
    status: 201,
    together: openPromises,
    verb: openPromise,
  }),
  route({
    method: 'get',
    path: '/v1/promises/:promiseId',
    summary: 'A promise and what of it is still open',
    roles: sellers,
    params: wire.PromiseId,
    answer: wire.PromiseShown,
    verb: showPromise,
  }),
  route({
    method: 'post',
    path: '/v1/promises/:promiseId/confirm',
    summary: 'Payment came: the promise no longer expires',
    roles: sellers,
    params: wire.PromiseId,
    answer: wire.PromiseAnswer,
    verb: confirmPromise,
  }),
  route({
    method: 'post',
    path: '/v1/promises/:promiseId/release',
    summary: 'The checkout was given up',
    roles: sellers,
    params: wire.PromiseId,
    body: wire.ReleasePromise,
    answer: wire.PromiseAnswer,
    verb: releaseCheckout,
  }),
  route({
    method: 'get',
    path: '/v1/stock',
    summary: 'Stock by item and site',
    roles: ['seller', 'channel', ...floor],
    query: wire.StockQuery,
    answer: wire.Stock,
    verb: readStock,
  }),
  route({
    method: 'get',
    path: '/v1/stock/places',
    summary: 'Where an item lies',
    roles: ['seller', ...floor],
    query: wire.PlacesQuery,
    answer: wire.Places,
    verb: readPlaces,
  }),
  route({
    method: 'get',
    path: '/v1/stock/ledger',
    summary: 'What happened to an item, the latest first',
    roles: ['seller', 'manager'],
    query: wire.LedgerQuery,
    answer: wire.Ledger,
    verb: readLedger,
  }),
  route({
    method: 'get',
    path: '/v1/stock/holds',
    summary: 'Units that lie in the house and may not be sold, and why',
    roles: ['manager', 'receiver'],
    query: wire.HoldsQuery,
    answer: wire.Places,
    verb: listHolds,
  }),
  route({
    method: 'post',
    path: '/v1/stock/adjustments',
    summary: 'Correct the books with a reason',
    roles: ['manager'],
    body: wire.Adjust,
    answer: wire.Adjusted,
    status: 201,
    verb: adjust,
  }),
  route({
    method: 'get',
    path: '/v1/stock/adjustments',
    summary: 'Adjustments that wait for a second person',
    roles: ['manager'],
    query: wire.SiteQuery,
    answer: wire.Waiting,
    verb: listWaiting,
  }),
  route({
    method: 'post',
    path: '/v1/stock/adjustments/:adjustmentId/decide',
    summary: 'Approve or refuse an adjustment that somebody else asked for',
    roles: ['manager'],
    params: wire.AdjustmentId,
    body: wire.Decide,
    answer: wire.Adjusted,
    verb: decide,
  }),
  route({
    method: 'post',
    path: '/v1/flash-sales',
    summary: 'Open a flash sale of an item: a start, a cap a customer, units set aside',
    roles: ['manager'],
    body: wire.OpenFlashSale,
    answer: wire.FlashSale,
    status: 201,
    verb: openFlashSale,
  }),
  route({
    method: 'get',
    path: '/v1/flash-sales',
    summary: 'Flash sales of a site, the latest opened first',
    roles: sellers,
    query: wire.FlashSalesQuery,
    answer: wire.FlashSales,
    verb: listFlashSales,
  }),
  route({
    method: 'get',
    path: '/v1/flash-sales/:saleId',
    summary: 'A flash sale as it sells',
    roles: ['manager'],
    params: wire.FlashSaleId,
    answer: wire.FlashSaleShown,
    verb: showFlashSale,
  }),
  route({
    method: 'post',
    path: '/v1/flash-sales/:saleId/close',
    summary: 'End a flash sale; what is left of its units is for everybody again',
    roles: ['manager'],
    params: wire.FlashSaleId,
    body: wire.SiteQuery,
    answer: wire.FlashSale,
    verb: closeFlashSale,
  }),
];
