import { route, type Route } from '../platform/route.ts';
import { learn } from './learn.ts';
import { planMoves } from './planMoves.ts';
import { History, Learned, MovesQuery, PlannedMoves } from './schema.ts';

export const routes: Route[] = [
  route({
    method: 'post',
    path: '/v1/slotting/history',
    summary: 'Learn from past baskets what is bought together',
    roles: ['admin', 'manager', 'seller', 'channel'],
    body: History,
    answer: Learned,
    verb: learn,
  }),
  route({
    method: 'get',
    path: '/v1/slotting/moves',
    summary: 'Moves to better bins that save more walking than they cost',
    roles: ['admin', 'manager'],
    query: MovesQuery,
    answer: PlannedMoves,
    verb: planMoves,
  }),
];
