import { route, type Route } from '../platform/route.ts';
import { boardRoutes } from './boardRoutes.ts';
import { addVehicle } from './addVehicle.ts';
import { changeVehicle } from './changeVehicle.ts';
import { forgetSkill, listSkills, nameSkill } from './nameSkill.ts';
import { listVehicles } from './listVehicles.ts';
import { reinstateVehicle, retireVehicle } from './retireVehicle.ts';
import { shiftRoutes } from './shiftRoutes.ts';
import { hearOsmand } from './hearOsmand.ts';
import { addTracker } from './addTracker.ts';
import { lastPositions } from './lastPositions.ts';
import { notePositions } from './notePositions.ts';
import { showTrack } from './showTrack.ts';
import { roadRoutes } from './roadRoutes.ts';
import * as shape from './schema.ts';
import { solveProblem } from './solveProblem.ts';

const desk = ['admin', 'manager', 'dispatcher'] as const;

export const routes: Route[] = [
  route({
    method: 'post',
    path: '/v1/vehicles',
    summary: 'Add a vehicle with its capacity, shift and skills',
    roles: desk,
    body: shape.AddVehicle,
    answer: shape.AddedVehicle,
    status: 201,
    verb: addVehicle,
  }),
  route({
    method: 'get',
    path: '/v1/vehicles',
    summary: 'The vehicles of a site; for the desk also those that are retired',
    roles: [...desk, 'driver', 'picker', 'packer'],
    query: shape.SiteQuery,
    answer: shape.Vehicles,
    verb: listVehicles,
  }),
  route({
    method: 'post',
    path: '/v1/vehicles/:vehicleId',
    summary: 'Say anew what a vehicle is called, holds, costs and can, and when and where its shift begins and ends',
    roles: desk,
    params: shape.VehiclePath,
    body: shape.ChangeVehicle,
    answer: shape.AddedVehicle,
    verb: changeVehicle,
  }),
  route({
    method: 'post',
    path: '/v1/vehicles/:vehicleId/retire',
    summary: 'A vehicle is driven no more; what it drove still names it',
    roles: desk,
    params: shape.VehiclePath,
    answer: shape.AddedVehicle,
    verb: retireVehicle,
  }),
  route({
    method: 'post',
    path: '/v1/vehicles/:vehicleId/reinstate',
    summary: 'A retired vehicle is driven again',
    roles: desk,
    params: shape.VehiclePath,
    answer: shape.AddedVehicle,
    verb: reinstateVehicle,
  }),
  route({
    method: 'get',
    path: '/v1/delivery-skills',
    summary: 'What vehicles of a site can, and what demands it',
    roles: desk,
    query: shape.SiteQuery,
    answer: shape.Skills,
    verb: listSkills,
  }),
  route({
    method: 'post',
    path: '/v1/delivery-skills',
    summary: 'Name a skill and what demands it: heavy parcels, items, doors in zones',
    roles: desk,
    body: shape.NameSkill,
    answer: shape.Skills,
    status: 201,
    verb: nameSkill,
  }),
  route({
    method: 'post',
    path: '/v1/delivery-skills/forget',
    summary: 'Forget a skill: nothing demands it, and no vehicle has it',
    roles: desk,
    body: shape.DropSkill,
    answer: shape.Skills,
    verb: forgetSkill,
  }),
  ...shiftRoutes,
  ...boardRoutes,
  ...roadRoutes,
  route({
    method: 'post',
    path: '/v1/positions',
    summary: 'Positions of the signed-in driver, by the time of his device',
    roles: ['driver'],
    body: shape.Positions,
    answer: shape.Stored,
    status: 201,
    verb: notePositions,
  }),
  route({
    method: 'get',
    path: '/v1/positions',
    summary: 'Where the drivers of a site are, and how old that is',
    roles: desk,
    query: shape.SiteQuery,
    answer: shape.LastSeen,
    verb: lastPositions,
  }),
  route({
    method: 'get',
    path: '/v1/drivers/:driverId/track',
    summary: 'The way a driver took',
    roles: desk,
    params: shape.DriverPath,
    query: shape.TrackQuery,
    answer: shape.Track,
    verb: showTrack,
  }),
  route({
    method: 'post',
    path: '/v1/trackers',
    summary: 'Make a position device known as that of a driver',
    roles: desk,
    body: shape.AddTracker,
    answer: shape.TrackerShown,
    status: 201,
    verb: addTracker,
  }),
  route({
    method: 'get',
    path: '/osmand',
    summary: 'A position from an OsmAnd or Traccar client, as a query',
    roles: 'anyone',
    query: shape.Osmand,
    answer: shape.Stored,
    verb: hearOsmand,
  }),
  route({
    method: 'post',
    path: '/osmand',
    summary: 'A position from a Traccar client, as a query, a form or JSON',
    roles: 'anyone',
    query: shape.Osmand,
    body: shape.Osmand,
    answer: shape.Stored,
    verb: hearOsmand,
  }),
  ...(['/v1/solve/routes', '/optimization'] as const).map((path) =>
    route({
      method: 'post',
      path,
      summary: "Solve a VROOM problem; the answer is in VROOM's format",
      roles: [...desk, 'channel', 'seller'],
      query: shape.VroomQuery,
      body: shape.VroomProblem,
      answer: shape.VroomSolution,
      ownTransaction: true,
      costly: true,
      verb: solveProblem,
    }),
  ),
];
