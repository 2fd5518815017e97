import { expect, it } from 'vitest';
import { z } from 'zod';
import { fieldPath } from '../../../console-app/parts/fieldPath.ts';
import { modules } from '../../../src/modules.ts';

it('names of a path the field that a form has, and the row where there are rows', () => {
  const said = (path: string) => [fieldPath(path).name, fieldPath(path).row];
  expect(said('lines.2.quantity')).toEqual(['quantity', 3]);
  expect(said('quantity')).toEqual(['quantity', undefined]);
  // a form shows one barcode, and three sides in one field
  expect(said('barcodes.0.code')).toEqual(['barcodes.code', undefined]);
  expect(said('size_mm.1')).toEqual(['size_mm', undefined]);
  expect(said('items.4.barcodes.0.code')).toEqual(['barcodes.code', 5]);
  expect(said('boxes.11.size_mm.2')).toEqual(['size_mm', 12]);
  expect(said('xs.0.y')).toEqual([undefined, 1]);
});

/** Doors behind the desk's forms. */
const forms = [
  /^.v1.items(.:itemId.*)?$/,
  /^.v1.inbound-shipments(.:shipmentId(.slot)?)?$/,
  /^.v1.orders.:orderId.(address|map|cancel|pause)$/,
  /^.v1.(users|channel-keys|devices|counts|holds|flash-sales|delivery-zones|stock.adjustments|waves)$/,
  /^.v1.(vehicles|shifts)(.:.*Id)?$/,
  /^.v1.(delivery-skills|sites.:siteId.pace|returns.:returnId.refund)$/,
];
/** Chosen, made or known by the page itself: nobody can have typed it wrong. */
const unseen = /(^|\.)(\w+Ids?|version|draft|unannounced|keepUpright|lat|lon|cause|partly|isDefault|state)(\.0)?$/;

interface Shape {
  properties?: Record<string, Shape>;
  items?: Shape;
  anyOf?: Shape[];
}

/** The paths of everything that may be filled in. */
function pathsOf(shape: Shape, at: string[] = []): string[] {
  const inner = [
    ...Object.entries(shape.properties ?? {}).flatMap(([name, one]) => pathsOf(one, [...at, name])),
    ...(shape.items ? pathsOf(shape.items, [...at, '0']) : []),
    ...(shape.anyOf ?? []).flatMap((one) => pathsOf(one, at)),
  ];
  return inner.length > 0 ? inner : [at.join('.')];
}

it('has a word for everything that a form of the desk asks for', () => {
  const doors = modules
    .flatMap(({ routes }) => routes)
    .filter(({ method, path }) => method !== 'get' && forms.some((form) => form.test(path)));
  expect(doors.length).toBeGreaterThan(20);
  const mute = doors.flatMap(({ path, body }) =>
    body === undefined || body === 'bytes'
      ? []
      : pathsOf(z.toJSONSchema(body, { io: 'input', unrepresentable: 'any' }) as Shape)
          .filter((field) => field !== '' && !unseen.test(field) && fieldPath(field).name === undefined)
          .map((field) => `${path} ${field}`),
  );
  expect([...new Set(mute)]).toEqual([]);
});
