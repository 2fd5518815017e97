import { route, type Route } from '../platform/route.ts';
import { readNews } from './readNews.ts';
import { News, NewsQuery } from './schema.ts';

export const routes: Route[] = [
  route({
    method: 'get',
    path: '/v1/news',
    summary: 'What happened since a cursor',
    roles: ['manager', 'picker', 'packer', 'receiver', 'dispatcher', 'driver', 'seller'],
    query: NewsQuery,
    answer: News,
    verb: readNews,
  }),
];
