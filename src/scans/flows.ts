import type { FlowOf } from './flow.ts';
import { countFlow } from './flows/count.ts';
import { deliverFlow } from './flows/deliver.ts';
import { loadFlow } from './flows/load.ts';
import { lookFlow } from './flows/look.ts';
import { moveFlow } from './flows/move.ts';
import { packFlow } from './flows/pack.ts';
import { pickFlow } from './flows/pick.ts';
import { putAwayFlow } from './flows/putAway.ts';
import { receiveFlow } from './flows/receive.ts';
import { returnFlow } from './flows/return.ts';
import type { Flow } from './step.shared.ts';

const built: FlowOf[] = [
  receiveFlow,
  putAwayFlow,
  pickFlow,
  packFlow,
  loadFlow,
  deliverFlow,
  countFlow,
  moveFlow,
  returnFlow,
  lookFlow,
];

const byName = new Map<Flow, FlowOf>(built.map((flow) => [flow.flow, flow]));

/** Of flows that the wire knows and the floor does not have yet the screen is that of `look`; their scans are refused. */
export function flowOf(name: Flow): FlowOf {
  return byName.get(name) ?? lookFlow;
}
