import { z } from 'zod';
import { COLD } from '../rules.ts';
import { skillCode } from './fleet.ts';
import { siteId, text } from './shapes.ts';

/** What vehicles of a site can, beside keeping things cold, and what is only brought by one that can. */
export const Skill = z.strictObject({
  code: skillCode,
  name: text(60),
  /** Parcels that weigh so much or more; null: their weight does not matter. */
  from_weight_g: z.int().min(1).max(2_000_000).nullable(),
  /** Parcels with one of these items. */
  itemIds: z.array(z.uuid()).max(500),
  /** Doors in one of these delivery zones. */
  zoneIds: z.array(z.uuid()).max(100),
});
export type Skill = z.infer<typeof Skill>;

export const NameSkill = z.strictObject({
  siteId,
  code: skillCode.refine((code) => !COLD.includes(code), `expected another code than ${COLD.join(' and ')}`),
  name: text(60),
  from_weight_g: z.int().min(1).max(2_000_000).nullable().default(null),
  itemIds: z.array(z.uuid()).max(500).default([]),
  zoneIds: z.array(z.uuid()).max(100).default([]),
});
export type NameSkill = z.infer<typeof NameSkill>;
export const DropSkill = z.strictObject({ siteId, code: skillCode });
export const Skills = z.strictObject({ skills: z.array(Skill) });
export type Skills = z.infer<typeof Skills>;
