import { computed, signal } from '@preact/signals';
import { tell } from '../../device/feedback.ts';
import { sendFile, shrinkPhoto } from '../../link/files.ts';
import { Refused } from '../../link/http.ts';
import { t } from '../../words/t.ts';
import { answer } from './floor.ts';

interface Evidence {
  blob: Blob;
  address: string;
  /** The server's id, once it went up: a second try does not send it twice. */
  fileId?: string;
}

/** They live in this page only: a customer's signature or door is never stored on the device. */
export const photo = signal<Evidence | null>(null);
export const signature = signal<Evidence | null>(null);
export const isSending = signal(false);
export const problem = signal('');
export const hasEvidence = computed(() => photo.value !== null || signature.value !== null);

export async function addPhoto(file: File | undefined): Promise<void> {
  if (!file) return;
  try {
    keep(photo, await shrinkPhoto(file));
    tell('good');
  } catch {
    tell('refused');
  }
}

export function addSignature(picture: Blob): void {
  keep(signature, picture);
}

function keep(place: typeof photo, blob: Blob): void {
  if (place.value) URL.revokeObjectURL(place.value.address);
  place.value = { blob, address: URL.createObjectURL(blob) };
}

export function dropEvidence(): void {
  for (const place of [photo, signature]) {
    if (place.value) URL.revokeObjectURL(place.value.address);
    place.value = null;
  }
  problem.value = '';
}

/** The pictures first, then the scan that names them. */
export async function sendEvidence(): Promise<void> {
  isSending.value = true;
  problem.value = '';
  try {
    const photoId = await upload(photo.value);
    const signatureId = await upload(signature.value);
    answer({ ...(photoId ? { photoId } : {}), ...(signatureId ? { signatureId } : {}) });
  } catch (error) {
    tell('refused');
    problem.value = uploadProblem(error);
  }
  isSending.value = false;
}

export const uploadProblem = (error: unknown): string =>
  error instanceof Refused ? t('proof.refused', { why: error.message || error.code }) : t('proof.away');

async function upload(piece: Evidence | null): Promise<string | undefined> {
  if (!piece) return undefined;
  piece.fileId = piece.fileId || (await sendFile(piece.blob));
  return piece.fileId;
}
