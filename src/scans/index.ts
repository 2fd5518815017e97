export { routes } from './routes.ts';
export { accept, readStep } from './accept.ts';
export { Scan, type Flow, type ScanAnswer } from './step.shared.ts';
