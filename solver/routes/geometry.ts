import { polylineOf } from '../shared/polyline.ts';
import type { Place, Route, VroomSolution } from './problem.ts';

/** The places that a route comes by; nothing where they are known by rows of a table alone. */
export function placesOf({ steps }: Pick<Route, 'steps'>): Place[] | undefined {
  const places = steps.filter(({ type }) => type !== 'break').map(({ location }) => location);
  return places.every((place) => place !== undefined) ? places : undefined;
}

/** Each route with its line as the crow flies from door to door. */
export function drawn(solution: VroomSolution): VroomSolution {
  return {
    ...solution,
    routes: solution.routes.map((route) => {
      const places = placesOf(route);
      return places === undefined ? route : { ...route, geometry: polylineOf(places) };
    }),
  };
}
