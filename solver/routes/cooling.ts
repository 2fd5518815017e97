/** The temperature of an annealing search after so many iterations, when the given part (0 … 1) of its budget is spent. */
export type Cooling = (iteration: number, spent: number) => number;

/** Part of the budget after which the number of iterations to come is taken as known. */
const surveyed = 0.03;
/** Iterations a stop above which nothing is gained from a hotter start. */
const enoughForHeat = 2000;
/** With k² times as many iterations a stop there are k runs. */
const enoughForRun = 700;
const mostRuns = 8;

/**
 * Geometric cooling between two multiples of the mean arc. Little time for many stops means a cooler start, so that the search
 * still ends cold; much time for few stops means several runs from hot to cold, as one alone may freeze in the wrong valley.
 */
export function makeCooling(stops: number, arc: number, windows: boolean): Cooling {
  const hottest = (windows ? 10 : 2) * arc;
  const coldest = (windows ? 0.02 : 0.01) * arc;
  let start = hottest / 2;
  let runs = 1;
  let known = false;
  let began = -1;
  return (iteration, spent) => {
    // What is spent when the first iteration begins went into tables and the first plan.
    if (began < 0) began = spent;
    if (!known && spent >= began + surveyed) {
      known = true;
      const perStop = ((iteration / (spent - began)) * (1 - began)) / stops;
      start = hottest * Math.min(1, Math.max(0.25, Math.sqrt(perStop / enoughForHeat)));
      runs = Math.min(mostRuns, Math.max(1, Math.floor(Math.sqrt(perStop / enoughForRun))));
    }
    const run = Math.min(runs - 1, Math.floor(spent * runs));
    return start * (coldest / start) ** (spent * runs - run);
  };
}
