import type { Chain } from './chain.ts';
import type { Placer } from './moves/placer.ts';

/**
 * The first plan: every stop that no route serves yet goes where it adds least, those with early windows and far from the depot first, since they leave the
 * fewest choices later. What has no allowed place stays out.
 */
export function construct(chain: Chain, placer: Placer): void {
  const { model } = chain;
  const { n, asked, mate, windows, places, place } = model;
  const { cost } = model.classes[0]!;
  const requests = Array.from({ length: asked }, (_, stop) => stop).filter(
    (stop) => chain.routeOf[stop]! < 0 && (mate[stop]! < 0 || mate[stop]! > stop),
  );
  const far = (stop: number): number => cost[place[n]! * places + stop]! + cost[stop * places + place[n + 1]!]!;
  const room = (stop: number): number => windows[stop]!.at(-1)![1] - windows[stop]![0]![0];
  requests.sort(
    (one, other) =>
      model.stops[other]!.priority - model.stops[one]!.priority || room(one) - room(other) || far(other) - far(one),
  );
  for (const stop of requests) placer.place(stop);
  chain.commit();
}
