const LINE = /^daybreak_password_checks_total\{cost="([^"]*)"\} (\d+)$/gm;

async function checksSoFar(url: string): Promise<Map<string, number>> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  return new Map([...metrics.matchAll(LINE)].map(([, cost, times]) => [cost!, Number(times)]));
}

/**
 * How many passwords and PINs were checked while something was asked, by what each cost, as operators read it. What a clock
 * would say of a login that nobody has, without a clock.
 */
export async function checksDuring(url: string, asked: () => Promise<unknown>): Promise<Record<string, number>> {
  const before = await checksSoFar(url);
  await asked();
  const more = [...(await checksSoFar(url))].map(([cost, times]) => [cost, times - (before.get(cost) ?? 0)] as const);
  return Object.fromEntries(more.filter(([, times]) => times > 0));
}

/** One check by the argon2id that OWASP asks for at least, which accounts are kept with. */
export const ONE_CHECK = { 'm=19456,t=2,p=1': 1 };
