import type { Kept } from '../platform/retention.ts';
import type { Job } from '../platform/jobs.ts';
import { sealAccesses } from './sealAccesses.ts';
import { dropTries, forgetSessions } from './store.ts';
import { dropStrangers } from './strangers.ts';

export { routes } from './routes.ts';
export { actorOf, actorsOf } from './signIn.ts';
export { signOut } from './signOut.ts';
export { fallenOf, stampOf, type StandingSocket } from './fallenOf.ts';
export { admitDevice, mayUseDevice } from './enrolDevice.ts';
export { mayUseSite, sitesSeen } from './mayUseSite.ts';
export { isSecondPerson } from './isSecondPerson.ts';
export { openDemoUser } from './openUser.ts';
export { deviceById, worksAt } from './store.ts';
export { recordAccess } from './recordAccess.ts';

export const kept: Kept[] = [
  { what: 'sessions', period: 'sessions_days', end: (work, due) => forgetSessions(work.tx, due) },
  { what: 'tries', period: 'sessions_days', end: (work, due) => dropTries(work.tx, due) },
];

export const jobs: Job[] = [
  { name: 'auth.sealAccesses', every_s: 60, run: sealAccesses },
  { name: 'auth.dropStrangers', every_s: 60, run: dropStrangers },
];
