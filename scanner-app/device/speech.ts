import { language } from '../words/language.ts';
import { readOut } from './settings.ts';

/** Reads a bin or a quantity aloud; letters and digits one by one, since "A-07-3" is no word. */
export function readAloud(text: string | undefined): void {
  if (!readOut.value || !text || !('speechSynthesis' in window)) return;
  const isCode = /\d/.test(text) && !text.includes(' ');
  const voice = new SpeechSynthesisUtterance(isCode ? Array.from(text.replace(/-/g, ',')).join(' ') : text);
  voice.lang = language.value === 'ko' ? 'ko-KR' : 'en-US';
  speechSynthesis.cancel();
  speechSynthesis.speak(voice);
}
