import type { Fact } from '../platform/work.ts';

interface Named {
  siteId: string;
  sellerId: string;
  returnId: string;
  orderId: string;
}

const fact =
  (kind: string) =>
  ({ siteId, sellerId, returnId, orderId }: Named, body: Record<string, unknown> = {}): Fact => ({
    kind: `returns.${kind}`,
    siteId,
    sellerId,
    subject: returnId,
    body: { returnId, orderId, ...body },
  });

export const returnAnnounced = fact('announced');
export const unitTakenBack = fact('takenBack');
export const unitGraded = fact('graded');
export const unitDecided = fact('decided');
export const refundDue = fact('refundDue');
export const refundMoved = fact('refundMoved');
