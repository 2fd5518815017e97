import type { Kept } from '../platform/retention.ts';
import { forgetSessions } from './store.ts';

export { routes } from './routes.ts';
export { actorOf, signOut } from './signIn.ts';
export { admitDevice } from './enrolDevice.ts';
export { mayUseSite, sitesSeen } from './mayUseSite.ts';
export { openDemoUser } from './openUser.ts';
export { worksAt } from './store.ts';
export { recordAccess } from './recordAccess.ts';

export const kept: Kept[] = [
  { what: 'sessions', period: 'sessions_days', end: (work, due) => forgetSessions(work.tx, due) },
];
