interface WithSync extends ServiceWorkerRegistration {
  sync?: { register(tag: string): Promise<void> };
}

/** The worker lives only behind https or on localhost; without it the app works, but does not open offline. */
export async function keepShell(): Promise<void> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  await navigator.serviceWorker.register('/scanner/sw.js', { scope: '/scanner/' }).catch(() => undefined);
}

/** Asks the browser to send what waits when the network returns, even with this page closed. */
export async function askBackgroundSending(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  const registration: WithSync | undefined = await navigator.serviceWorker.getRegistration();
  await registration?.sync?.register('scans').catch(() => undefined);
}
