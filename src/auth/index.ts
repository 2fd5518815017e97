export { routes } from './routes.ts';
export { actorOf, signOut } from './signIn.ts';
export { admitDevice } from './enrolDevice.ts';
export { mayUseSite, sitesSeen } from './mayUseSite.ts';
export { openDemoUser } from './openUser.ts';
export { worksAt } from './store.ts';
export { recordAccess } from './recordAccess.ts';
