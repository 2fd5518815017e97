import type { Flow } from '../../src/scans/step.shared.ts';

const withCustomers: readonly Flow[] = ['pack', 'load', 'deliver', 'return', 'look'];

/** Texts of these flows may name a customer or an address: they are shown, never stored on the device. */
export const namesCustomers = (flow: Flow): boolean => withCustomers.includes(flow);
