import type { Flow } from '../../src/scans/step.shared.ts';

const flowsOf: Record<string, Flow[]> = {
  receiver: ['receive', 'putAway', 'return', 'count', 'move', 'look'],
  picker: ['pick', 'putAway', 'move', 'count', 'look'],
  packer: ['pack', 'load', 'move', 'look'],
  driver: ['load', 'deliver', 'look'],
  dispatcher: ['load', 'look'],
  manager: ['pick', 'receive', 'putAway', 'pack', 'load', 'count', 'move', 'return', 'look'],
  admin: ['pick', 'receive', 'putAway', 'pack', 'load', 'deliver', 'count', 'move', 'return', 'look'],
};

/** What a role may do on a handheld, its daily work first; the server refuses the rest in any case. */
export const flowsFor = (role: string): Flow[] => flowsOf[role] || [];
