import { en } from './en.ts';
import { ko } from './ko.ts';
import { dictionary } from './language.ts';

export type Word = keyof typeof en;

/** The handheld's own texts. Steps and refusals arrive from the server in the worker's language. */
export const t = dictionary<Word>({ en, ko });
