import type { ReturnShown } from '../../link/wire.ts';

export type Unit = ReturnShown['units'][number];

export const returnTone: Record<ReturnShown['state'], string> = {
  requested: 'plain',
  received: 'notice',
  decided: 'good',
};

export const unitTone: Record<Unit['state'], string> = {
  received: 'notice',
  graded: 'notice',
  restocked: 'good',
  scrapped: 'plain',
  to_seller: 'plain',
  rejected: 'plain',
};

export const isDecided = ({ state }: Unit): boolean => state !== 'received' && state !== 'graded';
