import { z } from 'zod';

/** Printable, trimmed, no control characters. */
export const text = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(/^[^\p{C}]*$/u, 'expected no control characters');
export const shownTime = z.date().meta({ type: 'string', format: 'date-time' });
export const reason = text(200);
export const lat = z.number().min(-90).max(90);
export const lon = z.number().min(-180).max(180);
export const siteId = z.uuid();
