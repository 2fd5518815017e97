import { soundOn } from './settings.ts';

/** heard: the trigger was noticed; good: go on; refused: stop; decision: look at the screen. */
export type Feeling = 'heard' | 'good' | 'refused' | 'decision';

interface Tone {
  hertz: number;
  at_ms: number;
  long_ms: number;
  shape: OscillatorType;
}

/** Told apart by pitch, by number and by length, so that a noisy hall or a weak ear still hears which one it was. */
const tones: Record<Feeling, Tone[]> = {
  heard: [{ hertz: 2400, at_ms: 0, long_ms: 18, shape: 'square' }],
  good: [{ hertz: 1568, at_ms: 0, long_ms: 90, shape: 'triangle' }],
  refused: [
    { hertz: 196, at_ms: 0, long_ms: 200, shape: 'sawtooth' },
    { hertz: 165, at_ms: 260, long_ms: 320, shape: 'sawtooth' },
  ],
  decision: [
    { hertz: 660, at_ms: 0, long_ms: 120, shape: 'triangle' },
    { hertz: 990, at_ms: 140, long_ms: 160, shape: 'triangle' },
  ],
};

const shakes: Record<Feeling, number[]> = { heard: [15], good: [35], refused: [350, 90, 350], decision: [60, 60, 60] };

let context: AudioContext | null = null;

/** Plays at once, from the device itself: no feedback waits for the network. */
export function tell(feeling: Feeling): void {
  if (navigator.vibrate && wasTouched) navigator.vibrate(shakes[feeling]);
  if (soundOn.value) for (const tone of tones[feeling]) play(tone);
}

function play({ hertz, at_ms, long_ms, shape }: Tone): void {
  context = context || new AudioContext({ latencyHint: 'interactive' });
  if (context.state !== 'running') return;
  const start = context.currentTime + at_ms / 1000;
  const end = start + long_ms / 1000;
  const oscillator = context.createOscillator();
  const loudness = context.createGain();
  oscillator.type = shape;
  oscillator.frequency.value = hertz;
  loudness.gain.setValueAtTime(0.6, start);
  loudness.gain.exponentialRampToValueAtTime(0.01, end);
  oscillator.connect(loudness).connect(context.destination);
  oscillator.start(start);
  oscillator.stop(end);
}

let wasTouched = false;

/** Browsers stay silent and still until the worker has touched the page or pressed a key. */
export function wakeFeedback(): void {
  const wake = (): void => {
    wasTouched = true;
    context = context || new AudioContext({ latencyHint: 'interactive' });
    if (context.state !== 'running') context.resume().catch(() => undefined);
  };
  document.addEventListener('pointerdown', wake, true);
  document.addEventListener('keydown', wake, true);
}
