import { route, type Route } from '../platform/route.ts';
import { acceptProposal, discardProposal } from './acceptProposal.ts';
import { cancelRoute } from './cancelRoute.ts';
import { listDriven, showDriven } from './listDriven.ts';
import { listVisits } from './listVisits.ts';
import { lock } from './lock.ts';
import { planRoutes } from './planRoutes.ts';
import { acceptRoute } from './acceptRoute.ts';
import { publishRoute } from './publishRoute.ts';
import { reassign } from './reassign.ts';
import * as shape from './schema.ts';
import { showPool } from './showPool.ts';
import { offerInsertions } from './offerInsertions.ts';
import { planLoad } from './planLoad.ts';
import { propose } from './propose.ts';
import { undo } from './undo.ts';
import { listRoutes } from './listRoutes.ts';
import { showRoute } from './showRoute.ts';
import { weighMoves } from './weighMoves.ts';

const desk = ['admin', 'manager', 'dispatcher'] as const;

/** The dispatcher's board: plans, and what he changes by hand. */
export const boardRoutes: Route[] = [
  route({
    method: 'post',
    path: '/v1/route-plans',
    summary: "Plan a site's closed parcels on its vehicles",
    roles: desk,
    body: shape.PlanRoutes,
    answer: shape.Plan,
    status: 201,
    ownTransaction: true,
    costly: true,
    verb: planRoutes,
  }),
  route({
    method: 'get',
    path: '/v1/pool',
    summary: 'Closed parcels that no route takes yet, and why',
    roles: desk,
    query: shape.SiteQuery,
    answer: shape.Pool,
    verb: showPool,
  }),
  route({
    method: 'get',
    path: '/v1/routes',
    summary: 'Routes of a site, the latest first; a driver sees his own and those on offer',
    roles: [...desk, 'driver', 'picker', 'packer'],
    query: shape.RoutesQuery,
    answer: shape.Routes,
    verb: listRoutes,
  }),
  route({
    method: 'get',
    path: '/v1/routes/:routeId',
    summary: 'A route with its stops, their times and the limits it breaks',
    roles: [...desk, 'driver', 'picker', 'packer'],
    params: shape.RoutePath,
    answer: shape.RouteShown,
    verb: showRoute,
  }),
  route({
    method: 'post',
    path: '/v1/routes/:routeId/publish',
    summary: 'Release a route to one driver, or offer it to all',
    roles: desk,
    params: shape.RoutePath,
    body: shape.Publish,
    answer: shape.RouteShown,
    verb: publishRoute,
  }),
  route({
    method: 'post',
    path: '/v1/routes/:routeId/accept',
    summary: 'Take an offered route; the first driver gets it',
    roles: ['driver'],
    params: shape.RoutePath,
    answer: shape.RouteShown,
    verb: acceptRoute,
  }),
  route({
    method: 'post',
    path: '/v1/routes/:routeId/lock',
    summary: 'Lock a route, or stops of it to their vehicle or place; or unlock them',
    roles: desk,
    params: shape.RoutePath,
    body: shape.Lock,
    answer: shape.RouteShown,
    verb: lock,
  }),
  route({
    method: 'post',
    path: '/v1/routes/:routeId/cancel',
    summary: 'Give a route up before it leaves',
    roles: desk,
    params: shape.RoutePath,
    answer: shape.RoutePath,
    verb: cancelRoute,
  }),
  route({
    method: 'post',
    path: '/v1/routes/:routeId/load-plan',
    summary: 'Plan where in the vehicle each parcel goes, the last stop first',
    roles: desk,
    params: shape.RoutePath,
    answer: shape.LoadPlanShown,
    ownTransaction: true,
    costly: true,
    verb: planLoad,
  }),
  route({
    method: 'post',
    path: '/v1/stops/move',
    summary: 'Move stops, in this order, to a place in a route or back to the pool',
    roles: desk,
    body: shape.Reassign,
    answer: shape.Changed,
    verb: reassign,
  }),
  route({
    method: 'post',
    path: '/v1/stops/weigh',
    summary: 'What moving stops would cost at every place of every route, for telling while they are dragged',
    roles: desk,
    body: shape.WeighMoves,
    answer: shape.MoveCosts,
    ownTransaction: true,
    verb: weighMoves,
  }),
  route({
    method: 'post',
    path: '/v1/plan-changes/undo',
    summary: "Take back the caller's last change of the plan; again: the one before it",
    roles: desk,
    body: shape.SiteQuery,
    answer: shape.Undone,
    verb: undo,
  }),
  route({
    method: 'post',
    path: '/v1/plan-proposals',
    summary: 'Look for a better plan of what is still to be driven, as a difference to accept or discard',
    roles: desk,
    body: shape.Propose,
    answer: shape.PlanDiff,
    status: 201,
    ownTransaction: true,
    costly: true,
    verb: propose,
  }),
  route({
    method: 'post',
    path: '/v1/plan-proposals/:proposalId/accept',
    summary: 'Make a proposal the plan, where its routes are as they were',
    roles: desk,
    params: shape.ProposalPath,
    answer: shape.Changed,
    verb: acceptProposal,
  }),
  route({
    method: 'post',
    path: '/v1/plan-proposals/:proposalId/discard',
    summary: 'Give a proposal up',
    roles: desk,
    params: shape.ProposalPath,
    answer: shape.ProposalEnded,
    verb: discardProposal,
  }),
  route({
    method: 'post',
    path: '/v1/insertion-offers',
    summary: 'The cheapest place for one more stop, for each window that its customer may be offered',
    roles: desk,
    body: shape.AskOffers,
    answer: shape.Offers,
    ownTransaction: true,
    verb: offerInsertions,
  }),
  route({
    method: 'get',
    path: '/v1/driven-routes',
    summary: 'Routes that left on a day, and how their doors and parcels ended',
    roles: desk,
    query: shape.DrivenQuery,
    answer: shape.DrivenDay,
    verb: listDriven,
  }),
  route({
    method: 'get',
    path: '/v1/driven-routes/:routeId',
    summary: 'A route that has left, door by door, with its proofs',
    roles: desk,
    params: shape.RoutePath,
    answer: shape.DrivenRoute,
    verb: showDriven,
  }),
  route({
    method: 'get',
    path: '/v1/visits',
    summary: 'The doors at which parcels of an order were, on which routes, with what proof and what follows',
    roles: desk,
    query: shape.VisitsQuery,
    answer: shape.Visits,
    verb: listVisits,
  }),
];
