import { roles } from '../platform/work.ts';
import { route, type Route } from '../platform/route.ts';
import { addBarcode } from './addBarcode.ts';
import { addItem } from './addItem.ts';
import { addItems } from './addItems.ts';
import { addPack } from './addPack.ts';
import { listItems } from './listItems.ts';
import {
  Added,
  AddedItems,
  AddItem,
  AddItems,
  AddPack,
  Barcode,
  Item,
  ItemPath,
  Items,
  ItemsQuery,
  SetPackaging,
  SetTracking,
} from './schema.ts';
import { setPackaging } from './setPackaging.ts';
import { setTracking } from './setTracking.ts';
import { showItem } from './showItem.ts';

const keepers = ['admin', 'manager', 'receiver', 'seller', 'channel'] as const;

export const routes: Route[] = [
  route({
    method: 'post',
    path: '/v1/items',
    summary: 'Add an item to a catalogue; the same item again answers 200',
    roles: keepers,
    body: AddItem,
    answer: Added,
    status: 201,
    verb: addItem,
  }),
  route({
    method: 'post',
    path: '/v1/items/bulk',
    summary: 'Add up to 1,000 items; each row is judged by itself',
    roles: keepers,
    body: AddItems,
    answer: AddedItems,
    verb: addItems,
  }),
  route({
    method: 'get',
    path: '/v1/items',
    summary: 'Items by seller, code, name or barcode',
    roles,
    query: ItemsQuery,
    answer: Items,
    verb: listItems,
  }),
  route({
    method: 'get',
    path: '/v1/items/:itemId',
    summary: 'One item',
    roles,
    params: ItemPath,
    answer: Item,
    verb: showItem,
  }),
  route({
    method: 'post',
    path: '/v1/items/:itemId/barcodes',
    summary: 'Give an item one more code',
    roles: keepers,
    params: ItemPath,
    body: Barcode,
    answer: Item,
    status: 201,
    verb: addBarcode,
  }),
  route({
    method: 'post',
    path: '/v1/items/:itemId/packs',
    summary: 'Give an item one more pack; those that it has stay as they are',
    roles: keepers,
    params: ItemPath,
    body: AddPack,
    answer: Item,
    status: 201,
    verb: addPack,
  }),
  route({
    method: 'patch',
    path: '/v1/items/:itemId/packaging',
    summary: 'Correct size, weight and packs of an item',
    roles: keepers,
    params: ItemPath,
    body: SetPackaging,
    answer: Item,
    verb: setPackaging,
  }),
  route({
    method: 'patch',
    path: '/v1/items/:itemId/tracking',
    summary: 'Change what is asked of every unit that arrives, while there is none of the item',
    roles: keepers,
    params: ItemPath,
    body: SetTracking,
    answer: Item,
    verb: setTracking,
  }),
];
