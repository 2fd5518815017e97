import type { Fact } from '../platform/work.ts';

export function launched(siteId: string, waveId: string, batches: number): Fact {
  return { kind: 'waves.launched', siteId, subject: waveId, body: { waveId, batches } };
}

export const waveCancelled = (siteId: string, waveId: string): Fact => {
  return { kind: 'waves.cancelled', siteId, subject: waveId, body: { waveId } };
};

export function claimed(siteId: string, batchId: string, cartCode: string, pickerId: string): Fact {
  return { kind: 'waves.claimed', siteId, subject: batchId, body: { batchId, cartCode, pickerId } };
}

export function leaseLost(siteId: string, batchId: string, pickerId: string | null): Fact {
  return { kind: 'waves.leaseLost', siteId, subject: batchId, body: { batchId, pickerId } };
}

interface About {
  siteId: string;
  sellerId: string;
  taskId: string;
  orderId: string;
  batchId: string | null;
}

export function picked(about: About, quantity: number, binCode: string): Fact {
  const { siteId, sellerId, ...body } = about;
  return { kind: 'waves.picked', siteId, sellerId, subject: about.taskId, body: { ...body, quantity, binCode } };
}

export function shortPicked(
  about: About,
  short: { quantity: number; binCode: string; itemId: string; sourced: number },
): Fact {
  const { siteId, sellerId, ...body } = about;
  return { kind: 'waves.shortPicked', siteId, sellerId, subject: about.taskId, body: { ...body, ...short } };
}

/** A cart stands at a lane; its totes are packing's from here. */
export function delivered(siteId: string, batchId: string, laneCode: string, orderIds: string[]): Fact {
  return { kind: 'waves.delivered', siteId, subject: batchId, body: { batchId, laneCode, orderIds } };
}

export function waveDone(siteId: string, waveId: string): Fact {
  return { kind: 'waves.done', siteId, subject: waveId, body: { waveId } };
}

export function countAsked(siteId: string, countId: string, binCode: string, itemId: string | null): Fact {
  return { kind: 'waves.countAsked', siteId, subject: countId, body: { countId, binCode, itemId } };
}

/** Work of a claimed cart changed under its picker: a line was cancelled, broken or added. */
export function workChanged(siteId: string, batchId: string): Fact {
  return { kind: 'waves.workChanged', siteId, subject: batchId, body: { batchId } };
}

export function counted(siteId: string, binCode: string, result: { difference: number; waiting: number }): Fact {
  return { kind: 'waves.counted', siteId, subject: binCode, body: { binCode, ...result } };
}
