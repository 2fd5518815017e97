/** Why somebody asks for clear names, phones and addresses: kept with the record of it. */
export const lookReasons = [
  'call_customer',
  'check_address',
  'find_door',
  'complaint',
  'return',
  'lost_parcel',
  'customer_asked',
  'authority',
] as const;
