import { parseArgs, type ParseArgsConfig } from 'node:util';

/** Whoever asks what a command takes is told, and nothing else is done. */
export function helpIfAsked(text: string): void {
  if (!process.argv.slice(2).some((word) => word === '--help' || word === '-h')) return;
  process.stdout.write(text);
  process.exit(0);
}

/** What was asked of a command; what it does not take is told with what it does, and nothing is done. */
export function optionsOf<const T extends ParseArgsConfig>(
  config: T,
  help: string,
  exit: number,
): ReturnType<typeof parseArgs<T>>['values'] {
  helpIfAsked(help);
  try {
    return parseArgs<T>(config).values;
  } catch (error) {
    process.stderr.write(`option_invalid: ${(error as Error).message}\n\n${help}`);
    return process.exit(exit);
  }
}
