/** Without U+0000, and halves of a surrogate pair as the sign for them: no database keeps either. */
export const storable = (text: string) => text.replaceAll('\u0000', '').replaceAll(/\p{Cs}/gu, '\ufffd');
