import { anyNumber, id, list, Misfit, type Id, type Read, record, whole } from '../shared/shape.ts';

/** Parallel aisles: aisle i lies at x = aisleX[i]; cross aisles run over all aisles at each y of crossY (ascending). */
export interface Layout {
  aisleX: number[];
  crossY: number[];
}

/** A point in an aisle, y measured along it in the unit of the layout (metres, if the layout is in metres). */
export interface Place {
  aisle: number;
  y: number;
}

/** What to fetch and where it lies; with several places (scattered storage) any one of them serves. */
export interface Pick {
  id: Id;
  at: Place[];
}

export interface PickPathProblem {
  layout: Layout;
  depot: Place;
  picks: Pick[];
}

export interface Visit extends Place {
  id: Id;
}

/** `length` is the closed walk depot → visits → depot; `proven` says that no walk is shorter. */
export interface PickPathAnswer {
  length: number;
  proven: boolean;
  visits: Visit[];
}

export const readPlace: Read<Place> = record<Place>({ aisle: whole(0), y: anyNumber });
export const readLayoutShape: Read<Layout> = record<Layout>({ aisleX: list(anyNumber, 1), crossY: list(anyNumber, 1) });
export const readPick: Read<Pick> = record<Pick>({ id, at: list(readPlace, 1) });

const readShape: Read<PickPathProblem> = record<PickPathProblem>({
  layout: readLayoutShape,
  depot: readPlace,
  picks: list(readPick),
});

/** Throws a Misfit where cross aisles do not ascend. */
export function mustAscend(crossY: number[], field: string): void {
  for (let k = 1; k < crossY.length; k++)
    if (!(crossY[k]! > crossY[k - 1]!)) throw new Misfit(`${field}[${k}]`, crossY[k], `more than ${crossY[k - 1]}`);
}

/** Throws a Misfit where a place names an aisle that the layout does not have. */
export function mustBeInside(layout: Layout, place: Place, field: string): void {
  if (place.aisle >= layout.aisleX.length)
    throw new Misfit(`${field}.aisle`, place.aisle, `an aisle below ${layout.aisleX.length}`);
}

export const readPickPath: Read<PickPathProblem> = (value, field) => {
  const problem = readShape(value, field);
  mustAscend(problem.layout.crossY, 'layout.crossY');
  mustBeInside(problem.layout, problem.depot, 'depot');
  problem.picks.forEach((pick, i) =>
    pick.at.forEach((place, k) => mustBeInside(problem.layout, place, `picks[${i}].at[${k}]`)),
  );
  return problem;
};
