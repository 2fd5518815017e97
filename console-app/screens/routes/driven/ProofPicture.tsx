import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Refused, getFile } from '../../../link/http.ts';
import { Trouble } from '../../../parts/Trouble.tsx';
import { Wait } from '../../../parts/Wait.tsx';
import { t } from '../../../words/t.ts';

/** A picture that only staff may fetch: with the session's token, kept as long as it is looked at. */
export function ProofPicture({ fileId, title }: { fileId: string; title: string }) {
  const address = useSignal<string | null>(null);
  const trouble = useSignal<Error | null>(null);
  const turn = useSignal(0);
  useEffect(() => {
    let isGone = false;
    trouble.value = null;
    const show = async (): Promise<void> => {
      try {
        const file = await getFile(`/v1/files/${fileId}`);
        if (!isGone) address.value = URL.createObjectURL(file);
      } catch (error) {
        if (!isGone) trouble.value = error as Error;
      }
    };
    void show();
    return () => {
      isGone = true;
      if (address.peek()) URL.revokeObjectURL(address.peek()!);
      address.value = null;
    };
  }, [fileId, turn.value]);
  const isErased = trouble.value instanceof Refused && trouble.value.status === 404;
  return (
    <figure class="proof-picture">
      {address.value && (
        <a href={address.value} target="_blank" rel="noopener">
          <img src={address.value} alt={title} />
        </a>
      )}
      {!address.value && !trouble.value && <Wait rows={3} />}
      {isErased && <p class="soft">{t('driven.pictureGone')}</p>}
      {!isErased && <Trouble error={trouble.value} again={() => (turn.value += 1)} />}
      <figcaption>{title}</figcaption>
    </figure>
  );
}
