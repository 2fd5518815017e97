import { useEffect, useRef } from 'preact/hooks';
import { useSignal } from '@preact/signals';
import { cutFrame, hasTorch, openCamera, openReader, setTorch } from '../../device/camera.ts';
import { hear } from '../../device/ear.ts';
import { Icon } from '../../look/icons.tsx';
import { t } from '../../words/t.ts';

/** Eight looks a second read a steady label at once and leave the device cool. */
const pause_ms = 125;

export function CameraView({ onClose }: { onClose: () => void }) {
  const video = useRef<HTMLVideoElement>(null);
  const state = useSignal<'starting' | 'running' | 'refused'>('starting');
  const stream = useSignal<MediaStream | null>(null);
  const torch = useSignal(false);
  useEffect(() => {
    const gone = new AbortController();
    const run = async (): Promise<void> => {
      const [reader, opened] = await Promise.all([openReader(), openCamera()]);
      stream.value = opened;
      const screen = video.current;
      if (gone.signal.aborted || !screen) return stopStream(opened);
      screen.srcObject = opened;
      await screen.play();
      state.value = 'running';
      const frame = document.createElement('canvas');
      while (!gone.signal.aborted) {
        cutFrame(screen, frame);
        const read = frame.width ? await reader.read(frame) : null;
        if (read && !gone.signal.aborted) hear({ ...read, source: 'camera' });
        await new Promise((resolve) => setTimeout(resolve, pause_ms));
      }
    };
    run().catch(() => (state.value = 'refused'));
    return () => {
      gone.abort();
      if (stream.value) stopStream(stream.value);
    };
  }, []);
  const toggleTorch = (): void => {
    torch.value = !torch.value;
    if (stream.value) void setTorch(stream.value, torch.value);
  };
  return (
    <div class="over screen">
      <header class="bar">
        <button class="key bare" type="button" aria-label={t('camera.close')} onClick={onClose}>
          <Icon name="back" size={32} />
        </button>
        <h1>{t('camera.title')}</h1>
      </header>
      <div class="finder">
        <video ref={video} playsInline muted />
        {state.value === 'running' && <span class="frame" />}
        {state.value !== 'running' && <p>{t(state.value === 'refused' ? 'camera.refused' : 'camera.starting')}</p>}
      </div>
      <footer class="foot">
        <div class="two">
          {stream.value && hasTorch(stream.value) && (
            <button class="key" type="button" aria-pressed={torch.value} onClick={toggleTorch}>
              <Icon name="torch" />
              <span>{t('camera.torch')}</span>
            </button>
          )}
          <button class="key" type="button" onClick={onClose}>
            {t('camera.close')}
          </button>
        </div>
      </footer>
    </div>
  );
}

function stopStream(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
