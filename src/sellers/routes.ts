import { roles } from '../platform/work.ts';
import { route, type Route } from '../platform/route.ts';
import { listSellers } from './listSellers.ts';
import { openAccount } from './openAccount.ts';
import { OpenAccount, Opened, Seller, SellerPath, Sellers, SetTerms } from './schema.ts';
import { setTerms } from './setTerms.ts';

export const routes: Route[] = [
  route({
    method: 'post',
    path: '/v1/sellers',
    summary: 'Open a seller account',
    roles: ['admin', 'manager'],
    body: OpenAccount,
    answer: Opened,
    status: 201,
    verb: openAccount,
  }),
  route({
    method: 'get',
    path: '/v1/sellers',
    summary: 'Sellers; a seller sees itself',
    roles,
    answer: Sellers,
    verb: listSellers,
  }),
  route({
    method: 'patch',
    path: '/v1/sellers/:sellerId',
    summary: 'Change the terms, name or state of a seller',
    roles: ['admin', 'manager'],
    params: SellerPath,
    body: SetTerms,
    answer: Seller,
    verb: setTerms,
  }),
];
