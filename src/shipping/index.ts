import { finishPurchases } from './finishPurchases.ts';
import { hearClosed } from './hearClosed.ts';
import { hearErased } from './hearErased.ts';
import { hearVoided } from './hearVoided.ts';

export { routes } from './routes.ts';
export const consumers = [hearClosed, hearVoided, hearErased];
export const jobs = [finishPurchases];
export { buyLabel } from './buyLabel.ts';
export { joinCarrier, type Carrier } from './carriers/index.ts';
export { handOver } from './handOver.ts';
export { hearCarrier } from './hearCarrier.ts';
export { noteEvents } from './noteEvents.ts';
export { countStopsBefore, setEtaWindows } from './setEtaWindows.ts';
export { printLabel } from './printLabel.ts';
export { failReasons, type EventKind, type FailReason } from './rules.ts';
export { liveLabel, liveLabels, trackingsOf } from './store.ts';
export { voidLabel } from './voidLabel.ts';
