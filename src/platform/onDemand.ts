import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/**
 * A library that is loaded when it is first asked for. Those for drawings and shapes of the earth took more than a third of
 * the processor time of a start (1.1 of 2.9 s), after which nobody may have need of them for hours.
 */
export function onDemand<Library>(load: (require: NodeJS.Require) => Library): () => Library {
  let loaded: Library | undefined;
  return () => (loaded ??= load(require));
}
