import { mayUseSite } from '../auth/index.ts';
import { layoutOf } from '../layout/index.ts';
import { done, refuse, type Outcome } from '../platform/errors.ts';
import { tell, type Work } from '../platform/work.ts';
import { failurePolicySet } from './events.ts';
import { USUAL_RULES } from './failurePolicy.ts';
import type { FailurePolicy, SetFailurePolicy } from './schema.ts';
import { keepPolicy, policyVersions } from './store.ts';

/** What follows a door that does not open, from the next one on. Refuses `policy_moved` over a version that was not seen. */
export async function setFailurePolicy(work: Work, asked: SetFailurePolicy): Promise<Outcome<FailurePolicy>> {
  const { siteId, version } = asked;
  const closed = mayUseSite(work, siteId);
  if (closed) return closed;
  await layoutOf(work.tx, siteId);
  if (!(await keepPolicy(work, asked))) {
    const [now] = await policyVersions(work.tx, siteId);
    return refuse('policy_moved', 'Somebody has set these rules meanwhile', {
      field: 'version',
      got: version,
      expected: now?.version ?? 0,
    });
  }
  tell(work, failurePolicySet(siteId, siteId, { version: version + 1 }));
  return showFailurePolicy(work, { siteId });
}

/** The rules of a site, and who set which when. */
export async function showFailurePolicy(work: Work, { siteId }: { siteId: string }): Promise<Outcome<FailurePolicy>> {
  const closed = mayUseSite(work, siteId);
  if (closed) return closed;
  await layoutOf(work.tx, siteId);
  const versions = await policyVersions(work.tx, siteId);
  const [now] = versions;
  return done({ siteId, version: now?.version ?? 0, rules: now?.rules ?? USUAL_RULES, versions });
}
