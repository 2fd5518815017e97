// A thread started from TypeScript does not inherit tsx's loader (Node 20): it is registered here, then the worker loaded.
import { register } from 'tsx/esm/api';

register();
const { default: work } = await import('./solveWorker.ts');

export default work;
