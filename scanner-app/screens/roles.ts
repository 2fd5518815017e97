import type { Flow } from '../../src/scans/step.shared.ts';

const floor: Flow[] = ['receive', 'putAway', 'pick', 'pack', 'load', 'deliver', 'count', 'move', 'look'];

const flowsOf: Record<string, Flow[]> = {
  receiver: ['receive', 'putAway', 'move', 'look'],
  picker: ['pick', 'move', 'count', 'look'],
  packer: ['pack', 'look'],
  driver: ['load', 'deliver'],
  manager: floor,
  admin: floor,
};

/** What a role may do on a handheld; the server refuses the rest in any case. */
export const flowsFor = (role: string): Flow[] => flowsOf[role] || [];
