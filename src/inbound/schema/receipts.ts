import { z } from 'zod';

/**
 * Whether a receipt may be taken back: it was before; the shipment's counting is over; the units do not lie on their LPN any
 * more as they came in; orders are to be picked from them.
 */
export const undos = ['possible', 'undone', 'counted', 'moved', 'allocated'] as const;

export const Receipts = z.strictObject({
  receipts: z.array(
    z.strictObject({
      receiptId: z.uuid(),
      lineNo: z.int(),
      boxNo: z.int().nullable(),
      lpnCode: z.string(),
      itemId: z.uuid(),
      lot: z.string(),
      serial: z.string(),
      condition: z.enum(['sellable', 'inspect', 'hold', 'damaged']),
      quantity: z.int(),
      reason: z.string().nullable(),
      actorId: z.uuid(),
      at: z.date().meta({ type: 'string', format: 'date-time' }),
      undo: z.enum(undos),
    }),
  ),
});
export type Receipts = z.infer<typeof Receipts>;
