import type { DrivenRoute } from '../../../link/wire.ts';
import { Icon } from '../../../parts/Icon.tsx';
import { t } from '../../../words/t.ts';
import { ProofPicture } from './ProofPicture.tsx';

interface ProofProps {
  proof: DrivenRoute['stops'][number]['proof'];
  /** What is said where there is none. */
  none: string;
}

/** What the driver left behind at a door; a code is told to have been read, and not what it was. */
export function Proof({ proof: { photoId, signatureId, code }, none }: ProofProps) {
  return (
    <div class="proofs">
      {photoId && <ProofPicture fileId={photoId} title={t('driven.photo')} />}
      {signatureId && <ProofPicture fileId={signatureId} title={t('driven.signature')} />}
      {code && (
        <span class="proof-code">
          <Icon name="check" size={18} /> {t('driven.code')}
        </span>
      )}
      {!photoId && !signatureId && !code && <span class="soft">{none}</span>}
    </div>
  );
}
