import { route, type Route } from '../platform/route.ts';
import { announce } from './announce.ts';
import { decideUnit } from './decideUnit.ts';
import { grade } from './grade.ts';
import { dueRefund } from './dueRefund.ts';
import { moveRefund } from './moveRefund.ts';
import * as shape from './schema.ts';
import { listReturns } from './listReturns.ts';
import { showReturn } from './showReturn.ts';
import { takeBack } from './takeBack.ts';
import { takeBackParcel } from './takeBackParcel.ts';

const desk = ['admin', 'manager', 'receiver'] as const;
const owners = [...desk, 'seller', 'channel'] as const;

export const routes: Route[] = [
  route({
    method: 'post',
    path: '/v1/returns',
    summary: 'Announce that a customer sends something back',
    roles: owners,
    body: shape.Announce,
    answer: shape.ReturnShown,
    status: 201,
    verb: announce,
  }),
  route({
    method: 'get',
    path: '/v1/returns',
    summary: 'Returns with their units and refunds',
    roles: owners,
    query: shape.ReturnsQuery,
    answer: shape.Returns,
    verb: listReturns,
  }),
  route({
    method: 'get',
    path: '/v1/returns/:returnId',
    summary: 'One return',
    roles: owners,
    params: shape.ReturnPath,
    answer: shape.ReturnShown,
    verb: showReturn,
  }),
  route({
    method: 'post',
    path: '/v1/returns/:returnId/units',
    summary: 'Take one unit back; it waits to be graded',
    roles: desk,
    params: shape.ReturnPath,
    body: shape.TakeBack,
    answer: shape.ReturnShown,
    verb: takeBack,
  }),
  route({
    method: 'post',
    path: '/v1/returns/parcels',
    summary: 'Open a parcel that never reached its customer',
    roles: desk,
    body: shape.TakeBackParcel,
    answer: shape.ReturnShown,
    status: 201,
    verb: takeBackParcel,
  }),
  route({
    method: 'post',
    path: '/v1/return-units/:unitId/grade',
    summary: 'Grade an inspected unit',
    roles: desk,
    params: shape.UnitPath,
    body: shape.GradeUnit,
    answer: shape.ReturnShown,
    verb: grade,
  }),
  route({
    method: 'post',
    path: '/v1/return-units/:unitId/decide',
    summary: 'Restock, scrap, send to the seller or reject a graded unit',
    roles: desk,
    params: shape.UnitPath,
    body: shape.Decide,
    answer: shape.ReturnShown,
    verb: decideUnit,
  }),
  route({
    method: 'post',
    path: '/v1/returns/:returnId/refund',
    summary: 'Money back is due for a return',
    roles: ['admin', 'manager', 'seller', 'channel'],
    params: shape.ReturnPath,
    body: shape.DueRefund,
    answer: shape.ReturnShown,
    status: 201,
    verb: dueRefund,
  }),
  route({
    method: 'post',
    path: '/v1/returns/:returnId/refund/state',
    summary: 'The refund was sent, or settled',
    roles: ['admin', 'manager', 'seller', 'channel'],
    params: shape.ReturnPath,
    body: shape.RefundStep,
    answer: shape.ReturnShown,
    verb: moveRefund,
  }),
];
