import { computed, signal } from '@preact/signals';
import { kept } from '../../scanner-app/look/kept.ts';
import { get } from '../link/http.ts';
import type { Site, Sites } from '../link/wire.ts';

export const sites = signal<Site[] | undefined>(undefined);
export const sitesTrouble = signal<Error | undefined>(undefined);
export const chosenSiteId = kept<string | null>('console.site', null);

export const site = computed<Site | undefined>(
  () => sites.value?.find(({ siteId }) => siteId === chosenSiteId.value) ?? sites.value?.[0],
);

export const timeZone = computed(() => site.value?.timeZone ?? 'Asia/Seoul');

export async function askSites(): Promise<void> {
  sitesTrouble.value = undefined;
  try {
    sites.value = (await get<Sites>('/v1/sites')).sites;
  } catch (error) {
    sitesTrouble.value = error as Error;
  }
}
