import { useEffect } from 'preact/hooks';
import { useSignal } from '@preact/signals';
import { Icon } from '../../look/icons.tsx';
import { t } from '../../words/t.ts';
import { SignaturePad } from './SignaturePad.tsx';
import {
  addPhoto,
  addSignature,
  dropEvidence,
  isSending,
  photo,
  problem,
  sendEvidence,
  signature,
} from './evidence.ts';

/** A photo of the parcel at the door, a signature, or both. */
export function ProofTiles() {
  const isSigning = useSignal(false);
  useEffect(() => dropEvidence, []);
  return (
    <section>
      {problem.value && (
        <p class="notice" role="alert" style={{ marginBottom: '10px' }}>
          <Icon name="warning" />
          {problem.value}
        </p>
      )}
      <div class="proofs">
        <label class="key proof">
          {photo.value ? <img src={photo.value.address} alt="" /> : <Icon name="photo" size={44} />}
          <span>{t(photo.value ? 'proof.photoAgain' : 'proof.photo')}</span>
          <input
            type="file"
            accept="image/*"
            capture="environment"
            onChange={(event) => void addPhoto(event.currentTarget.files?.[0])}
          />
        </label>
        <button class="key proof" type="button" onClick={() => (isSigning.value = true)}>
          {signature.value ? <img src={signature.value.address} alt="" /> : <Icon name="pen" size={44} />}
          <span>{t('proof.sign')}</span>
        </button>
      </div>
      {isSigning.value && (
        <SignaturePad
          onClose={() => (isSigning.value = false)}
          onUse={(picture) => {
            addSignature(picture);
            isSigning.value = false;
          }}
        />
      )}
    </section>
  );
}

export function SendProof() {
  return (
    <button class="key main" type="button" disabled={isSending.value} onClick={() => void sendEvidence()}>
      <Icon name="check" />
      <span>{t(isSending.value ? 'proof.sending' : 'proof.send')}</span>
    </button>
  );
}
