import { floor } from './en/floor.ts';
import { frame } from './en/frame.ts';
import { inbound } from './en/inbound.ts';
import { orders } from './en/orders.ts';
import { refusals } from './en/refusals.ts';
import { routes } from './en/routes.ts';
import { stock } from './en/stock.ts';
import { waves } from './en/waves.ts';

export const en = { ...frame, ...floor, ...inbound, ...orders, ...waves, ...routes, ...stock, ...refusals };
