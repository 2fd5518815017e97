export { routes } from './routes.ts';
export { accept } from './accept.ts';
export { readStep } from './acceptAlone.ts';
export { Scan, type Flow, type ScanAnswer } from './step.shared.ts';
