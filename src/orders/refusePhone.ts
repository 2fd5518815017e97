import { invalid, type Refused } from '../platform/errors.ts';
import { maskPhone } from '../platform/mask.ts';
import { readPhone } from '../platform/phone.ts';

/** `phone_invalid` where nobody could be called at what was told; what is not told is not refused. */
export function refusePhone(phone: string | undefined): Refused | undefined {
  if (phone === undefined || readPhone(phone) !== undefined) return undefined;
  return invalid('shipTo.phone', maskPhone(phone), 'a phone number', 'phone_invalid');
}
