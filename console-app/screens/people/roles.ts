import { role } from '../../link/session.ts';
import type { Users } from '../../link/wire.ts';

type Role = Users['users'][number]['role'];

export const roles: Role[] = [
  'picker',
  'packer',
  'receiver',
  'driver',
  'dispatcher',
  'manager',
  'seller',
  'channel',
  'admin',
];

/** Behind the wall of one seller. */
export const ofSellers: string[] = ['seller', 'channel'];

/** Only an administrator makes another. */
export const rolesToGive = (): Role[] => roles.filter((name) => name !== 'admin' || role.value === 'admin');
