/** A file of the day that is missing, unreadable or too small; told to whoever named it, without a stack. */
export class InputError extends Error {
  override name = 'InputError';
}
