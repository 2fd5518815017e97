export { routes } from './routes.ts';
export { openSockets } from './connect.ts';
export { startPublisher } from './publish.ts';
