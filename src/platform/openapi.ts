import { z } from 'zod';
import { takesKeys, type Route } from './route.ts';

const ErrorAnswer = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message', 'requestId'],
      properties: {
        code: { type: 'string' },
        message: { type: 'string' },
        field: { type: 'string' },
        got: {},
        expected: {},
        details: {},
        requestId: { type: 'string' },
      },
    },
  },
};

const schemaOf = (shape: z.ZodType, io: 'input' | 'output') => {
  const { $schema: _, ...schema } = z.toJSONSchema(shape, { io, unrepresentable: 'any' });
  return schema;
};

/** OpenAPI 3.1 of the routes, from the same shapes that validate them. */
export function openApiOf(routes: Route[]): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const door of routes) {
    const path = door.path.replace(/:(\w+)/g, '{$1}');
    (paths[path] ??= {})[door.method] = operationOf(door);
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Daybreak', version: '1', description: 'Warehouse and transport, from an order to the door.' },
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
      schemas: { Error: ErrorAnswer },
    },
    paths,
  };
}

function operationOf(door: Route): object {
  const refused = {
    description: 'Refused',
    content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
  };
  const parameters = [...parametersOf(door.params, 'path'), ...parametersOf(door.query, 'query')];
  if (takesKeys(door)) {
    parameters.push({
      name: 'Idempotency-Key',
      in: 'header',
      required: false,
      schema: { type: 'string', maxLength: 200 },
    });
  }
  const body =
    door.body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content:
              door.body === 'bytes'
                ? { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } }
                : { 'application/json': { schema: schemaOf(door.body, 'input') } },
          },
        };
  return {
    summary: door.summary,
    operationId: `${door.method}${door.path.replace(/[^a-zA-Z0-9]+/g, '_')}`,
    'x-roles': door.roles === 'anyone' ? door.roles : [...new Set(['admin', ...door.roles])],
    ...(door.roles === 'anyone' ? {} : { security: [{ bearer: [] }] }),
    parameters,
    ...body,
    responses: {
      [String(door.status ?? 200)]: {
        description: 'Done',
        content: { [mediaOf(door.answer)]: { schema: schemaOf(door.answer, 'output') } },
      },
      '4XX': refused,
    },
  };
}

/** A document names what it is in its shape. */
const mediaOf = (answer: z.ZodType): string =>
  (answer.meta()?.['contentMediaType'] as string | undefined) ?? 'application/json';

function parametersOf(shape: z.ZodType | undefined, place: 'path' | 'query'): object[] {
  if (shape === undefined) return [];
  const schema = schemaOf(shape, 'input') as { properties?: Record<string, object>; required?: string[] };
  return Object.entries(schema.properties ?? {}).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || (schema.required ?? []).includes(name),
    schema: property,
  }));
}
