import { allRoutes } from '../../../src/app.ts';
import { connect } from '../../../src/platform/database.ts';
import { newId } from '../../../src/platform/ids.ts';
import { performing } from '../../../src/platform/perform.ts';
import type { DatabaseRoles } from '../../../src/platform/roles.ts';
import { setSecret } from '../../../src/platform/secret.ts';
import type { Actor } from '../../../src/platform/work.ts';
import { SECRET_KEY } from '../ground.ts';
import { callFor, serveLoad } from '../load.ts';
import { askedBy, type PromiseSetup, type PromiseStretch } from './asked.ts';

/** The verb behind the door, called as the door calls it once a request has been read and its caller is known. */
export interface PromiseVerb extends PromiseSetup {
  url: string;
  roles: DatabaseRoles;
  connections: number;
  actor: Actor;
}

serveLoad((setup: PromiseVerb) => {
  setSecret(Buffer.from(SECRET_KEY, 'hex'));
  const db = connect(setup.url, setup.connections, setup.roles);
  const asked = askedBy(setup);
  const door = allRoutes.find(({ method, path }) => method === 'post' && path === '/v1/promises')!;
  const perform = performing(db, door);
  return Promise.resolve({
    drive: ({ spread, callers, seconds }: PromiseStretch) =>
      callFor({ callers, seconds }, async () => {
        const outcome = await perform({ actor: setup.actor, at: new Date(), id: newId() }, asked(spread));
        return outcome.refused ? outcome.refusal.code : undefined;
      }),
    close: () => db.destroy(),
  });
});
