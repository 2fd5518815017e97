import { mayUseSite } from '../auth/index.ts';
import { itemsById } from '../catalogue/index.ts';
import { layoutOf, zonesOf } from '../layout/index.ts';
import { done, notFound, type Outcome } from '../platform/errors.ts';
import { tell, type Work } from '../platform/work.ts';
import { skillsNamed } from './events.ts';
import type { NameSkill, Skills } from './schema.ts';
import { dropSkill, keepSkill, skillsOf } from './store.ts';

/**
 * Names what vehicles of a site can (a lift, two people), and says what demands it: heavy parcels, items, doors in zones. From the
 * next plan or change on. A second one of the same code replaces the first. Refuses `item_not_found`, `zone_not_found`.
 */
export async function nameSkill(work: Work, { siteId, ...skill }: NameSkill): Promise<Outcome<Skills>> {
  const closed = mayUseSite(work, siteId);
  if (closed) return closed;
  await layoutOf(work.tx, siteId);
  const items = new Set((await itemsById(work.tx, skill.itemIds)).map(({ itemId }) => itemId));
  const item = skill.itemIds.find((itemId) => !items.has(itemId));
  if (item !== undefined) return notFound('item', 'itemIds', item);
  const zones = new Set((await zonesOf(work.tx, siteId)).map(({ zoneId }) => zoneId));
  const zone = skill.zoneIds.find((zoneId) => !zones.has(zoneId));
  if (zone !== undefined) return notFound('zone', 'zoneIds', zone);
  const isNew = await keepSkill(work.tx, siteId, skill);
  tell(work, skillsNamed(siteId, siteId, { code: skill.code }));
  return done({ skills: await skillsShown(work, siteId) }, isNew ? 201 : 200);
}

/** Nothing demands a skill any more, and no vehicle has it. Refuses `skill_not_found`. */
export async function forgetSkill(
  work: Work,
  { siteId, code }: { siteId: string; code: string },
): Promise<Outcome<Skills>> {
  const closed = mayUseSite(work, siteId);
  if (closed) return closed;
  if (!(await dropSkill(work.tx, siteId, code))) return notFound('skill', 'code', code);
  tell(work, skillsNamed(siteId, siteId, { code }));
  return listSkills(work, { siteId });
}

export async function listSkills(work: Work, { siteId }: { siteId: string }): Promise<Outcome<Skills>> {
  const closed = mayUseSite(work, siteId);
  if (closed) return closed;
  return done({ skills: await skillsShown(work, siteId) });
}

/** A zone that was erased demands nothing any more, and is not sent back by whoever changes a skill. */
async function skillsShown(work: Work, siteId: string): Promise<Skills['skills']> {
  const zones = new Set((await zonesOf(work.tx, siteId)).map(({ zoneId }) => zoneId));
  const skills = await skillsOf(work.tx, siteId);
  return skills.map((skill) => ({ ...skill, zoneIds: skill.zoneIds.filter((zoneId) => zones.has(zoneId)) }));
}
