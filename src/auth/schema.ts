import { z } from 'zod';
import { roles } from '../platform/work.ts';
import { moment } from '../platform/moment.shared.ts';

const shownTime = z.date().meta({ type: 'string', format: 'date-time' });

const Password = z.string().min(8).max(200);
const DeviceName = z.string().min(1).max(64);
const DeviceKey = z.string().regex(/^[\w-]{43}$/, 'expected a key of an enrolment');
export const SignIn = z
  .strictObject({
    login: z.string().min(1).max(80),
    password: z.string().min(1).max(200),
    /** Chooses a password; taken and needed where the other one is a supervisor's code. */
    newPassword: Password.optional(),
    /** On a handheld, with its key: the session is that device's, and scans as it. */
    deviceId: DeviceName.optional(),
    deviceKey: DeviceKey.optional(),
  })
  .refine(({ deviceId, deviceKey }) => (deviceId === undefined) === (deviceKey === undefined), {
    path: ['deviceKey'],
    message: 'a device and its key go together',
  });
export type SignIn = z.infer<typeof SignIn>;

export const SignedIn = z.object({
  token: z.string(),
  user: z.object({
    id: z.uuid(),
    login: z.string(),
    role: z.enum(roles),
    siteIds: z.array(z.uuid()),
    sellerId: z.uuid().optional(),
    /** Absent where none was ever chosen: the screen goes by its browser. */
    language: z.enum(['ko', 'en']).optional(),
    /** A PIN of their own, for handhelds. */
    hasPin: z.boolean(),
  }),
});

const Pin = z.string().regex(/^\d{6,8}$/, 'expected 6 to 8 digits');
export const SignInByPin = z.strictObject({
  deviceId: DeviceName,
  deviceKey: DeviceKey,
  /** A login, or what a badge says. */
  login: z.string().min(1).max(80),
  pin: z.string().min(1).max(20),
  /** Chooses another PIN; needed where this one is from a supervisor. */
  newPin: Pin.optional(),
});
export type SignInByPin = z.infer<typeof SignInByPin>;
export const SetPin = z.strictObject({ pin: Pin, password: z.string().min(1).max(200).optional() });
export const PinReset = z.object({ pin: z.string(), until: shownTime });
export const PasswordReset = z.object({
  code: z.string(),
  until: shownTime,
});
export const ChangePassword = z.strictObject({ password: z.string().min(1).max(200), newPassword: Password });
export const SignOut = z.strictObject({ everywhere: z.boolean().optional() });
export const Sessions = z.object({
  sessions: z.array(
    z.object({
      at: shownTime,
      seenAt: shownTime,
      expiresAt: shownTime,
      method: z.enum(['password', 'pin', 'key']),
      deviceId: z.string().nullable(),
      current: z.boolean(),
    }),
  ),
});
const Badge = z.string().regex(/^BADGE-[A-Z0-9]{1,24}$/, 'expected BADGE- and capitals or digits');

export const Nothing = z.object({});

const walledByRole = (user: { role: string; sellerId?: string | undefined }) =>
  ['seller', 'channel'].includes(user.role) === (user.sellerId !== undefined);
const WALLED = { path: ['sellerId'], message: 'given for sellers and channels, and for nobody else' };

export const OpenUser = z
  .strictObject({
    login: z.string().regex(/^[a-z0-9][a-z0-9._-]{1,78}$/, 'small letters, digits, dots and dashes'),
    password: Password,
    role: z.enum(roles),
    siteIds: z.array(z.uuid()).max(100).default([]),
    sellerId: z.uuid().optional(),
    language: z.enum(['ko', 'en']).optional(),
    badge: Badge.optional(),
  })
  .refine(walledByRole, WALLED);
export type OpenUser = z.infer<typeof OpenUser>;

export const SetLanguage = z.strictObject({ language: z.enum(['ko', 'en']) });
export type SetLanguage = z.infer<typeof SetLanguage>;

export const UserOpened = z.object({ userId: z.uuid() });
export const UserId = z.strictObject({ userId: z.uuid() });
export const BlockUser = z.strictObject({ state: z.enum(['active', 'blocked']) });

export const GrantRole = z
  .strictObject({ role: z.enum(roles), siteIds: z.array(z.uuid()).max(100), sellerId: z.uuid().optional() })
  .refine(walledByRole, WALLED);
export const GiveBadge = z.strictObject({ badge: Badge.nullable() });

export const Users = z.object({
  users: z.array(
    z.object({
      userId: z.uuid(),
      login: z.string(),
      role: z.enum(roles),
      state: z.string(),
      sellerId: z.uuid().nullable(),
      siteIds: z.array(z.uuid()),
      badge: z.string().nullable(),
      pin: z.enum(['own', 'temporary']).nullable(),
      /** Of a code from a supervisor that waits to be replaced by a password. */
      passwordUntil: shownTime.nullable(),
    }),
  ),
});

export const AskDeviceCode = z.strictObject({ siteId: z.uuid(), name: z.string().min(1).max(80) });
export const DeviceCode = z.object({
  code: z.string(),
  expiresAt: shownTime,
});
export const EnrolDevice = z.strictObject({
  /** Only demo accounts have none. */
  code: z.string().min(1).max(40).optional(),
  deviceId: z.string().min(1).max(64),
});
/** The key is told once; the device keeps it. */
export const Enrolled = z.object({ deviceId: z.string(), siteId: z.uuid(), deviceKey: z.string() });
export const DevicesQuery = z.strictObject({ siteId: z.uuid() });
export const Devices = z.object({
  devices: z.array(
    z.object({
      deviceId: z.string(),
      name: z.string(),
      state: z.enum(['enrolled', 'revoked']),
      hasKey: z.boolean(),
      enrolledAt: shownTime,
      login: z.string().nullable(),
    }),
  ),
});
export const DeviceId = z.strictObject({ deviceId: DeviceName });

export const AccessesQuery = z.strictObject({
  /** An order's id. */
  subject: z.string().min(1).max(80).optional(),
  actorId: z.uuid().optional(),
  since: moment.optional(),
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

export const SealsQuery = z.strictObject({ limit: z.coerce.number().int().min(1).max(500).default(10) });
export const Seals = z.object({
  seals: z.array(z.object({ sealNo: z.int(), records: z.int(), hash: z.string(), at: shownTime })),
});
export type Seals = z.infer<typeof Seals>;

const Named = z
  .string()
  .trim()
  .min(1)
  .max(80)
  .regex(/^[^\p{Cc}]*$/u);
export const MakeKey = z.strictObject({ userId: z.uuid(), name: Named });
export type MakeKey = z.infer<typeof MakeKey>;
export const KeyMade = z.object({ keyId: z.uuid(), apiKey: z.string(), expiresAt: shownTime });
export const KeyId = z.strictObject({ keyId: z.uuid() });
/** For so long the old key is good beside the new one. */
export const Overlap = z.strictObject({ overlapHours: z.int().min(0).max(720).default(24) });
export type RotateKey = z.infer<typeof KeyId> & z.output<typeof Overlap>;
export const KeyRotated = KeyMade.extend({ oldUntil: shownTime });
export const ChannelKeys = z.object({
  keys: z.array(
    z.object({
      keyId: z.uuid(),
      userId: z.uuid(),
      login: z.string(),
      sellerId: z.uuid(),
      name: z.string(),
      /** Its last letters. */
      hint: z.string(),
      at: shownTime,
      madeBy: z.string().nullable(),
      /** Within some minutes. */
      seenAt: shownTime.nullable(),
      expiresAt: shownTime,
      endedAt: shownTime.nullable(),
    }),
  ),
  channels: z.array(z.object({ userId: z.uuid(), login: z.string(), sellerId: z.uuid() })),
});

export const AccountEventsQuery = z.strictObject({
  userId: z.uuid().optional(),
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export type AccountEventsQuery = z.output<typeof AccountEventsQuery>;
export const AccountEvents = z.object({
  events: z.array(
    z.object({
      eventId: z.uuid(),
      at: shownTime,
      userId: z.uuid(),
      login: z.string(),
      actorId: z.uuid(),
      by: z.string().nullable(),
      what: z.string(),
      detail: z.string(),
      ip: z.string().nullable(),
    }),
  ),
  next: z.uuid().optional(),
});
export type AccountEvents = z.infer<typeof AccountEvents>;
