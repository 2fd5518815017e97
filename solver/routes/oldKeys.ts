import type { Job, VroomProblem } from './problem.ts';

interface OldProblem extends VroomProblem {
  matrix?: number[][];
  jobs?: (Job & { amount?: number[] })[];
}

/** VROOM's two keys of former days that it still takes, in their present form: one table for all, and what a job gets. */
export function inPresentKeys(problem: OldProblem): VroomProblem {
  const { matrix, jobs, matrices, ...rest } = problem;
  const amounts = Array.isArray(jobs) && jobs.some((job) => job?.amount !== undefined);
  if (matrix === undefined && !amounts) return problem;
  const tables = matrices ?? (matrix === undefined ? undefined : { car: { durations: matrix } });
  return {
    ...rest,
    ...(tables !== undefined && { matrices: tables }),
    ...(jobs !== undefined && { jobs: amounts ? jobs.map(withDelivery) : jobs }),
  };
}

function withDelivery(job: Job & { amount?: number[] }): Job {
  if (job?.amount === undefined || job.delivery !== undefined || job.pickup !== undefined) return job;
  const { amount, ...rest } = job;
  return { ...rest, delivery: amount };
}
