import { z } from 'zod';

/** The news that a socket asks for in its handshake, by their topics; absent: all that it may hear. */
export const Topics = z.array(z.string().min(1).max(80)).max(50).optional();

export const NewsQuery = z.strictObject({
  after: z
    .string()
    .regex(/^(0|[1-9]\d{0,18}):\d{1,18}$/, 'expected a cursor as news carries it')
    .optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(500),
});

export const News = z.object({
  news: z.array(
    z.object({
      topic: z.string(),
      cursor: z.string(),
      subject: z.string(),
      at: z.date().meta({ type: 'string', format: 'date-time' }),
    }),
  ),
  cursor: z.string(),
});
