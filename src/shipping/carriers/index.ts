import { ownFleet, paperCarrier } from './inHouse.ts';
import type { Carrier } from './port.ts';

export type { Carrier, LabelAsked, LabelBought } from './port.ts';

const carriers = new Map<string, Carrier>([ownFleet, paperCarrier].map((carrier) => [carrier.code, carrier]));

export function carrierOf(code: string): Carrier | undefined {
  return carriers.get(code);
}

/** Makes an adapter known under its code. */
export function joinCarrier(carrier: Carrier): void {
  carriers.set(carrier.code, carrier);
}

export function carrierCodes(): string[] {
  return [...carriers.keys()];
}
