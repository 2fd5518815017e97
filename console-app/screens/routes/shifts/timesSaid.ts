import type { Shift } from '../../../link/wire.ts';
import { clock, day } from '../../../parts/time.ts';

export const timesSaid = ({ fromAt, toAt }: Shift): string => `${day(fromAt)} ${clock(fromAt)}–${clock(toAt)}`;
