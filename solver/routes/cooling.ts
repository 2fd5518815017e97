/** The temperature of an annealing search after so many iterations, when the given part (0 … 1) of its budget is spent. */
export interface Cooling {
  /** Whether the annealing has had its part of the budget. */
  over(spent: number): boolean;
  temperature(iteration: number, spent: number): number;
  /** Which run from hot to cold this is; -1 as long as their number is not known. */
  run(spent: number): number;
  /** How many runs there are. */
  runs(): number;
}

/** Part of the budget after which the number of iterations to come is taken as known. */
const surveyed = 0.03;
/** Iterations a stop above which nothing is gained from a hotter start. */
const enoughForHeat = 2000;
/** With k² times as many iterations a stop there are k runs; windows make a plan freeze later, so that one run goes on for longer. */
const enoughForRun = { windows: 2500, none: 700 };
const mostRuns = 8;
/**
 * Where breeding follows, annealing gets so many iterations a stop, or a part of the budget that is larger for more stops, as a
 * child costs more the more stops there are, and still more with windows. Of short routes there is less to breed: annealing
 * alone goes further with them. If little time would be left for breeding, there is none.
 */
const enoughToBreed = { windows: 100, none: 1000, shortRoutes: 1600 };
const shortRoute = 6;
const leastPart = (stops: number): number => Math.min(0.5, Math.max(0.1, (stops - 200) / 400));
const mostPart = 0.9;
/**
 * Without windows breeding pays only with some thousand children. They take the time of so many iterations a stop: 2,600 children of
 * 440 stops made up for half of the annealing and more, 1,300 of 600 stops just did, the 80 that ten seconds give to 980 stops lost.
 */
const leastToBreed = (stops: number): number => 1800 * (stops / 600) ** 0.7;
/** A search that begins with a good plan starts this much cooler. */
const lukewarm = 0.05;

/**
 * Geometric cooling between two multiples of the mean arc. Little time for many stops means a cooler start, so that the search
 * still ends cold; much time for few stops means several runs from hot to cold, as one alone may freeze in the wrong valley.
 */
export function makeCooling(
  stops: number,
  arc: number,
  { windows, warm, breeds, routes }: { windows: boolean; warm: boolean; breeds: boolean; routes: number },
): Cooling {
  const hottest = (windows ? 15 : 2) * (warm ? lukewarm : 1) * arc;
  const coldest = (windows ? 0.06 : 0.01) * arc;
  let start = hottest / 2;
  let runs = 1;
  let known = false;
  let began = -1;
  let part = 1;
  const alone = stops < shortRoute * routes ? enoughToBreed.shortRoutes : enoughToBreed.none;
  const enough = windows ? Math.max(enoughToBreed.windows, stops ** 2 / 500) : alone;
  const run = (spent: number): number => Math.min(runs - 1, Math.floor((spent / part) * runs));
  return {
    over: (spent) => known && spent >= part,
    run: (spent) => (known ? run(spent) : -1),
    runs: () => runs,
    temperature(iteration, spent) {
      // What is spent when the first iteration begins went into tables and the first plan.
      if (began < 0) began = spent;
      if (!known && spent >= began + surveyed) {
        known = true;
        const all = ((iteration / (spent - began)) * (1 - began)) / stops;
        if (breeds) part = Math.max(leastPart(stops), enough / all);
        if (part > mostPart || (!windows && all * (1 - part) < leastToBreed(stops))) part = 1;
        const perStop = all * part;
        const heat = perStop / enoughForHeat;
        start = hottest * Math.min(1, Math.max(0.25, windows ? heat : Math.sqrt(heat)));
        if (!warm)
          runs = Math.min(
            mostRuns,
            Math.max(1, Math.floor(Math.sqrt(perStop / enoughForRun[windows ? 'windows' : 'none']))),
          );
      }
      return start * (coldest / start) ** (Math.min(1, spent / part) * runs - run(spent));
    },
  };
}
