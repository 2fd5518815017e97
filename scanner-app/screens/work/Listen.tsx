import type { Step } from '../../../src/scans/step.shared.ts';
import { hasCamera } from '../../device/camera.ts';
import { hasWedge } from '../../device/settings.ts';
import { isUp } from '../../link/socket.ts';
import { Icon } from '../../look/icons.tsx';
import { unsent } from '../../queue/drain.ts';
import { t } from '../../words/t.ts';
import { pending } from './floor.ts';
import { padOf } from './pad.ts';

/** Says what the next scan should be, and what became of the last. Camera and typing are the ways round a bad label. */
export function Listen({ step, onOpen }: { step: Step | null; onOpen: (sheet: 'camera' | 'typed') => void }) {
  const last = pending.value;
  const isKept = last && (!isUp.value || unsent.value.count > 1);
  if (step && (padOf(step) || step.expect === 'condition') && !isKept) return null;
  const code = last ? last.code || t('work.pressed') : '';
  return (
    <div class="listen">
      <p class={`ask ${last ? (isKept ? 'kept' : 'busy') : ''}`} role="status">
        <span class="beam">
          <Icon name={isKept ? 'clock' : 'scan'} size={30} />
        </span>
        {last
          ? t(isKept ? 'work.kept' : 'work.heard', { code })
          : step?.asks || t(step ? `expect.${step.expect}` : 'expect.any')}
      </p>
      {hasCamera() && !hasWedge.value && (
        <button class="key" type="button" aria-label={t('typed.camera')} onClick={() => onOpen('camera')}>
          <Icon name="camera" />
        </button>
      )}
      <button class="key" type="button" aria-label={t('typed.title')} onClick={() => onOpen('typed')}>
        <Icon name="keyboard" />
      </button>
    </div>
  );
}
