import { codeAmong } from '../platform/codes.ts';
import type { Fact } from '../platform/work.ts';
import type { BinState } from './schema.ts';

/** Why a bin leaves use, as far as it is told. */
const reasonCodes = ['count', 'damaged', 'dirty', 'full', 'repair', 'safety', 'free'];

export function siteAdded(siteId: string): Fact {
  return { kind: 'layout.siteAdded', siteId, subject: siteId, body: {} };
}

export function binsAdded(siteId: string, count: number): Fact {
  return { kind: 'layout.binsAdded', siteId, subject: siteId, body: { count } };
}

export function binMoved(siteId: string, binCode: string): Fact {
  return { kind: 'layout.binMoved', siteId, subject: binCode, body: { binCode } };
}

export function binStateSet(siteId: string, binCode: string, state: BinState, reason: string): Fact {
  return {
    kind: 'layout.binStateSet',
    siteId,
    subject: binCode,
    body: { binCode, state, reason: codeAmong(reasonCodes, reason) },
  };
}

export function zoneDrawn(siteId: string, zoneId: string): Fact {
  return { kind: 'layout.zoneDrawn', siteId, subject: zoneId, body: { zoneId } };
}

export function cutOffSet(siteId: string, cutOffId: string): Fact {
  return { kind: 'layout.cutOffSet', siteId, subject: cutOffId, body: { cutOffId } };
}

export function zoneErased(siteId: string, zoneId: string): Fact {
  return { kind: 'layout.zoneErased', siteId, subject: zoneId, body: { zoneId } };
}

export function paceSet(siteId: string): Fact {
  return { kind: 'layout.paceSet', siteId, subject: siteId, body: {} };
}

export function adjustmentLimitSet(siteId: string, units: number): Fact {
  return { kind: 'layout.adjustmentLimitSet', siteId, subject: siteId, body: { units } };
}
