import { route, type Route } from '../platform/route.ts';
import { acceptShift } from './acceptShift.ts';
import { changeShift } from './changeShift.ts';
import { listShifts } from './listShifts.ts';
import { offerShift } from './offerShift.ts';
import * as shape from './schema.ts';
import { restoreShift } from './restoreShift.ts';
import { endShift, startShift } from './startShift.ts';
import { withdrawShift } from './withdrawShift.ts';

const desk = ['admin', 'manager', 'dispatcher'] as const;

/** Who drives when: staff that is told to come, and gigs for whoever is first. */
export const shiftRoutes: Route[] = [
  route({
    method: 'post',
    path: '/v1/shifts',
    summary: 'Offer a shift to all drivers, or give it to one of the staff',
    roles: desk,
    body: shape.OfferShift,
    answer: shape.Shift,
    status: 201,
    verb: offerShift,
  }),
  route({
    method: 'get',
    path: '/v1/shifts',
    summary: 'Shifts from yesterday on; a driver sees his own and what is on offer',
    roles: [...desk, 'driver'],
    query: shape.SiteQuery,
    answer: shape.Shifts,
    verb: listShifts,
  }),
  route({
    method: 'post',
    path: '/v1/shifts/:shiftId',
    summary: 'Move the beginning or the end of a shift that has not begun and has no route',
    roles: desk,
    params: shape.ShiftPath,
    body: shape.ChangeShift,
    answer: shape.Shift,
    verb: changeShift,
  }),
  route({
    method: 'post',
    path: '/v1/shifts/:shiftId/accept',
    summary: 'Take an offered shift; the first driver gets it',
    roles: ['driver'],
    params: shape.ShiftPath,
    body: shape.AcceptShift,
    answer: shape.Shift,
    verb: acceptShift,
  }),
  route({
    method: 'post',
    path: '/v1/shifts/:shiftId/start',
    summary: 'Begin one’s own shift, from half an hour before it on',
    roles: ['driver'],
    params: shape.ShiftPath,
    answer: shape.Shift,
    verb: startShift,
  }),
  route({
    method: 'post',
    path: '/v1/shifts/:shiftId/end',
    summary: 'End one’s own shift',
    roles: ['driver'],
    params: shape.ShiftPath,
    answer: shape.Shift,
    verb: endShift,
  }),
  route({
    method: 'post',
    path: '/v1/shifts/:shiftId/withdraw',
    summary: 'Take back an offer, or a shift that has not begun and has no route',
    roles: desk,
    params: shape.ShiftPath,
    body: shape.WithdrawShift,
    answer: shape.Shift,
    verb: withdrawShift,
  }),
  route({
    method: 'post',
    path: '/v1/shifts/:shiftId/restore',
    summary: 'Put back a shift that was taken back by a slip, within ten minutes',
    roles: desk,
    params: shape.ShiftPath,
    answer: shape.Shift,
    verb: restoreShift,
  }),
];
