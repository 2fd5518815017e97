import { site } from '../../../frame/site.ts';
import { useAsk, withQuery } from '../../../link/ask.ts';
import type { Skill, Skills } from '../../../link/wire.ts';
import { said } from '../../../words/t.ts';

/** What the site has named beside cooling. */
export function useSkillList(siteId: string): Skill[] {
  const asked = useAsk<Skills>(withQuery('/v1/delivery-skills', { siteId }), {
    topics: ['dispatch.skills'],
    every_ms: 300_000,
  });
  return asked.value?.skills ?? [];
}

/** What a skill is called: as the site named it, else by the house's own word. */
export function useSkills(): (code: string) => string {
  const names = new Map(useSkillList(site.value!.siteId).map(({ code, name }) => [code, name]));
  return (code) => names.get(code) ?? said('skill', code);
}
