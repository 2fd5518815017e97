import { site } from '../frame/site.ts';
import { type Asked, useAsk } from './ask.ts';
import { isSeller } from './session.ts';
import type { SiteLayout } from './wire.ts';

/** The chosen site with its cut-offs and delivery zones; staff only. */
export function useLayout(): Asked<SiteLayout> {
  const siteId = site.value?.siteId;
  return useAsk<SiteLayout>(siteId && !isSeller.value ? `/v1/sites/${siteId}` : null, {
    topics: ['layout.'],
    every_ms: 300_000,
  });
}
