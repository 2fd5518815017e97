import { route, type Route } from '../platform/route.ts';
import { askForCount, listCounts } from './askForCount.ts';
import { cancelWave } from './cancelWave.ts';
import { freeCart } from './freeLapsed.ts';
import { listPutBacks, listWaves, showWave } from './listWaves.ts';
import { planWave } from './planWave.ts';
import { putBack } from './putBack.ts';
import * as wire from './schema.ts';
import { showBin } from './showBin.ts';
import { showTote } from './showTote.ts';

const floor = ['manager', 'picker', 'packer', 'receiver', 'dispatcher'] as const;
const pickers = ['manager', 'picker', 'receiver'] as const;

export const routes: Route[] = [
  route({
    method: 'post',
    path: '/v1/waves',
    summary: 'Plan and launch a wave of due orders',
    roles: ['manager'],
    body: wire.PlanWave,
    answer: wire.Planned,
    status: 201,
    ownTransaction: true,
    verb: planWave,
  }),
  route({
    method: 'get',
    path: '/v1/waves',
    summary: 'Waves, the latest first',
    roles: floor,
    query: wire.WavesQuery,
    answer: wire.Waves,
    verb: listWaves,
  }),
  route({
    method: 'get',
    path: '/v1/waves/:waveId',
    summary: 'A wave, its carts and how far they are',
    roles: floor,
    params: wire.WavePath,
    answer: wire.WaveShown,
    verb: showWave,
  }),
  route({
    method: 'post',
    path: '/v1/waves/:waveId/cancel',
    summary: 'Stop a plan that is not on the floor yet; its orders wait for the next',
    roles: ['manager'],
    params: wire.WavePath,
    body: wire.SiteQuery,
    answer: wire.WaveCancelled,
    verb: cancelWave,
  }),
  route({
    method: 'post',
    path: '/v1/batches/:batchId/free',
    summary: 'Free a cart that is stuck',
    roles: ['manager'],
    params: wire.BatchPath,
    body: wire.FreeBatch,
    answer: wire.Freed,
    verb: freeCart,
  }),
  route({
    method: 'get',
    path: '/v1/put-backs',
    summary: 'Picked units that are to go back to the shelves',
    roles: floor,
    query: wire.SiteQuery,
    answer: wire.PutBacks,
    verb: listPutBacks,
  }),
  route({
    method: 'post',
    path: '/v1/put-backs/:putBackId/done',
    summary: 'Units were put back',
    roles: pickers,
    params: wire.PutBackPath,
    body: wire.PutBack,
    answer: wire.PutBackDone,
    verb: putBack,
  }),
  route({
    method: 'get',
    path: '/v1/totes/:toteCode',
    summary: 'Whose units a tote carries, and where it stands',
    roles: floor,
    params: wire.TotePath,
    query: wire.SiteQuery,
    answer: wire.ToteShown,
    verb: showTote,
  }),
  route({
    method: 'get',
    path: '/v1/sites/:siteId/bins/:binCode',
    summary: 'A bin: what lies there, its holds and counts, what is to be picked from it, and its last movements',
    roles: ['manager', 'receiver', 'dispatcher'],
    params: wire.BinPath,
    answer: wire.BinShown,
    verb: showBin,
  }),
  route({
    method: 'get',
    path: '/v1/counts',
    summary: 'Bins that are to be counted',
    roles: floor,
    query: wire.SiteQuery,
    answer: wire.Counts,
    verb: listCounts,
  }),
  route({
    method: 'post',
    path: '/v1/counts',
    summary: 'Ask for a count',
    roles: pickers,
    body: wire.AskCount,
    answer: wire.CountAsked,
    status: 201,
    verb: askForCount,
  }),
];
