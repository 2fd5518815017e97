import { useEffect, useRef } from 'preact/hooks';
import { useSignal } from '@preact/signals';
import { canvasToBlob } from '../../link/files.ts';
import { Icon } from '../../look/icons.tsx';
import { t } from '../../words/t.ts';

interface SignatureProps {
  onUse: (picture: Blob) => void;
  onClose: () => void;
}

/** A sheet of paper: black line on white, whatever the theme. */
export function SignaturePad({ onUse, onClose }: SignatureProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const hasInk = useSignal(false);
  const clear = (): void => {
    const sheet = canvas.current;
    if (!sheet) return;
    sheet.width = sheet.clientWidth * 2;
    sheet.height = sheet.clientHeight * 2;
    const ink = sheet.getContext('2d');
    if (!ink) return;
    ink.scale(2, 2);
    ink.fillStyle = '#ffffff';
    ink.fillRect(0, 0, sheet.width, sheet.height);
    ink.strokeStyle = '#16181d';
    ink.lineWidth = 3;
    ink.lineCap = ink.lineJoin = 'round';
    hasInk.value = false;
  };
  useEffect(clear, []);
  const draw = (event: PointerEvent): void => {
    const sheet = canvas.current;
    const ink = sheet?.getContext('2d');
    if (!sheet || !ink) return;
    if (event.type === 'pointerdown') {
      sheet.setPointerCapture(event.pointerId);
      ink.beginPath();
      ink.moveTo(event.offsetX, event.offsetY);
    } else if (event.buttons) {
      ink.lineTo(event.offsetX, event.offsetY);
      ink.stroke();
      hasInk.value = true;
    }
  };
  const use = async (): Promise<void> => {
    if (canvas.current) onUse(await canvasToBlob(canvas.current, 'image/png'));
  };
  return (
    <div class="over screen">
      <header class="bar">
        <button class="key bare" type="button" aria-label={t('choice.back')} onClick={onClose}>
          <Icon name="back" size={32} />
        </button>
        <h1>{t('proof.signHere')}</h1>
      </header>
      <div style={{ padding: '12px' }}>
        <canvas ref={canvas} class="signature" onPointerDown={draw} onPointerMove={draw} />
      </div>
      <footer class="foot">
        <div class="two">
          <button class="key" type="button" onClick={clear}>
            {t('proof.clear')}
          </button>
          <button class="key main" type="button" disabled={!hasInk.value} onClick={() => void use()}>
            {t('proof.use')}
          </button>
        </div>
      </footer>
    </div>
  );
}
