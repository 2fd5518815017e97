// A thread started from TypeScript does not inherit tsx's loader (Node 20): it is registered here, then the search loaded.
import { register } from 'tsx/esm/api';

register();
await import('./searchThread.ts');
