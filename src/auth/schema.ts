import { z } from 'zod';
import { roles } from '../platform/work.ts';

export const SignIn = z.strictObject({ login: z.string().min(1).max(80), password: z.string().min(1).max(200) });
export type SignIn = z.infer<typeof SignIn>;

export const SignedIn = z.object({
  token: z.string(),
  user: z.object({
    id: z.uuid(),
    login: z.string(),
    role: z.enum(roles),
    siteIds: z.array(z.uuid()),
    sellerId: z.uuid().optional(),
    language: z.enum(['ko', 'en']),
  }),
});

export const Nothing = z.object({});

export const OpenUser = z
  .strictObject({
    login: z.string().regex(/^[a-z0-9][a-z0-9._-]{1,78}$/, 'small letters, digits, dots and dashes'),
    password: z.string().min(8).max(200),
    role: z.enum(roles),
    siteIds: z.array(z.uuid()).max(100).default([]),
    sellerId: z.uuid().optional(),
    language: z.enum(['ko', 'en']).default('en'),
  })
  .refine((user) => ['seller', 'channel'].includes(user.role) === (user.sellerId !== undefined), {
    path: ['sellerId'],
    message: 'given for sellers and channels, and for nobody else',
  });
export type OpenUser = z.infer<typeof OpenUser>;

export const UserOpened = z.object({ userId: z.uuid() });
export const UserId = z.strictObject({ userId: z.uuid() });
export const BlockUser = z.strictObject({ state: z.enum(['active', 'blocked']) });

export const Users = z.object({
  users: z.array(
    z.object({
      userId: z.uuid(),
      login: z.string(),
      role: z.enum(roles),
      state: z.string(),
      sellerId: z.uuid().nullable(),
      siteIds: z.array(z.uuid()),
    }),
  ),
});

export const AskDeviceCode = z.strictObject({ siteId: z.uuid(), name: z.string().min(1).max(80) });
export const DeviceCode = z.object({
  code: z.string(),
  expiresAt: z.date().meta({ type: 'string', format: 'date-time' }),
});
export const EnrolDevice = z.strictObject({ code: z.string().min(1).max(40), deviceId: z.string().min(1).max(64) });
export const Enrolled = z.object({ deviceId: z.string(), siteId: z.uuid() });
export const DeviceId = z.strictObject({ deviceId: z.string().min(1).max(64) });

const shownTime = z.date().meta({ type: 'string', format: 'date-time' });
export const AccessesQuery = z.strictObject({
  /** An order's id. */
  subject: z.string().min(1).max(80).optional(),
  actorId: z.uuid().optional(),
  since: z.iso
    .datetime({ offset: true })
    .regex(/^20/, 'expected a time of this century')
    .transform((at) => new Date(at))
    .optional(),
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export type AccessesQuery = z.output<typeof AccessesQuery>;
export const Accesses = z.object({
  accesses: z.array(
    z.object({
      accessId: z.uuid(),
      at: shownTime,
      actorId: z.uuid(),
      login: z.string().nullable(),
      /** The device that asked, or the account where it was none. */
      origin: z.string(),
      ip: z.string().nullable(),
      subject: z.string(),
      fields: z.string(),
      why: z.string(),
    }),
  ),
  next: z.uuid().optional(),
});
export type Accesses = z.infer<typeof Accesses>;
