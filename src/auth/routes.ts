import { route, type Route } from '../platform/route.ts';
import { askDeviceCode, enrolDevice, revokeDevice } from './enrolDevice.ts';
import { blockUser, listUsers, openUser } from './openUser.ts';
import { listAccesses } from './listAccesses.ts';
import * as wire from './schema.ts';
import { signIn, signOut } from './signIn.ts';

const everybody = ['manager', 'picker', 'packer', 'receiver', 'dispatcher', 'driver', 'seller', 'channel'] as const;

export const routes: Route[] = [
  route({
    method: 'post',
    path: '/v1/sign-in',
    summary: 'Open a session',
    roles: 'anyone',
    body: wire.SignIn,
    answer: wire.SignedIn,
    ownTransaction: true,
    verb: signIn,
  }),
  route({
    method: 'post',
    path: '/v1/sign-out',
    summary: 'End this session',
    roles: everybody,
    answer: wire.Nothing,
    verb: signOut,
  }),
  route({
    method: 'post',
    path: '/v1/users',
    summary: 'Open an account',
    roles: ['manager'],
    body: wire.OpenUser,
    answer: wire.UserOpened,
    status: 201,
    verb: openUser,
  }),
  route({
    method: 'get',
    path: '/v1/users',
    summary: 'Accounts of your sites',
    roles: ['manager', 'dispatcher'],
    answer: wire.Users,
    verb: listUsers,
  }),
  route({
    method: 'post',
    path: '/v1/users/:userId/state',
    summary: 'Block or unblock an account',
    roles: ['manager'],
    params: wire.UserId,
    body: wire.BlockUser,
    answer: wire.Nothing,
    verb: blockUser,
  }),
  route({
    method: 'post',
    path: '/v1/devices',
    summary: 'A one-time code that enrols a handheld',
    roles: ['manager'],
    body: wire.AskDeviceCode,
    answer: wire.DeviceCode,
    status: 201,
    verb: askDeviceCode,
  }),
  route({
    method: 'post',
    path: '/v1/devices/enrol',
    summary: 'Enrol this handheld with a code',
    roles: everybody,
    body: wire.EnrolDevice,
    answer: wire.Enrolled,
    verb: enrolDevice,
  }),
  route({
    method: 'post',
    path: '/v1/devices/:deviceId/revoke',
    summary: 'Revoke a handheld',
    roles: ['manager'],
    params: wire.DeviceId,
    answer: wire.Nothing,
    verb: revokeDevice,
  }),
  route({
    method: 'get',
    path: '/v1/access-records',
    summary: 'Who saw whose personal data, from where and why',
    roles: ['admin'],
    query: wire.AccessesQuery,
    answer: wire.Accesses,
    verb: listAccesses,
  }),
];
