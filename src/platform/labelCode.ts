import { z } from 'zod';

/** A code as the house prints it on its labels; whoever types it does not mind capitals, or a blank that came along. */
export const labelCode = z
  .string()
  // before what follows, so that the pattern in the OpenAPI document lets in what the door does
  .regex(/^\s*[A-Za-z0-9][A-Za-z0-9-]{0,29}\s*$/, 'expected 1-30 letters, digits and dashes')
  .trim()
  .toUpperCase();

/** What carries goods about: one of the house's own labels, or the container code of whoever sent it. */
export const lpnCode = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^(LPN[0-9]{4,12}|[0-9]{18})$/, 'expected an LPN label or an SSCC');
