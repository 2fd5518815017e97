import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';

/** What the figures were measured on; how busy it was with other things as the benchmark began. */
export interface Machine {
  processor: string;
  cores: number;
  memory_GB: number;
  platform: string;
  node: string;
  /** Processes that wanted a core in the minute before. */
  load: number;
}

export function machineFacts(): Machine {
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memory_GB: Math.round(totalmem() / 1e9),
    platform: `${process.platform} ${process.arch}`,
    node: process.version,
    load: Math.round(loadavg()[0]! * 100) / 100,
  };
}

export function machineLine({ processor, cores, memory_GB, platform, node, load }: Machine): string {
  return `${cores} cores of ${processor}, ${memory_GB} GB, ${platform}, Node ${node}, load before ${load}`;
}
