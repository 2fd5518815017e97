import { serve, workerThreads } from './crew.ts';
import type { Duty } from './crew.ts';

serve(workerThreads()!.workerData as Duty);
