import { call } from './http.ts';
import { token } from './session.ts';

/** Sends a photo or a signature up. Returns its id, by which a scan names it. */
export async function sendFile(file: Blob): Promise<string> {
  const { fileId } = await call<{ fileId: string }>('POST', '/v1/files', { file, token: token.value });
  return fileId;
}

const longestSide = 1600;

/** A handheld's 12-megapixel photo is 5 MB; 1,600 pixels show a parcel at a door in 300 kB. */
export async function shrinkPhoto(photo: File): Promise<Blob> {
  const picture = await load(photo);
  const scale = Math.min(1, longestSide / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvasToBlob(canvas, 'image/jpeg');
}

function load(photo: File): Promise<HTMLImageElement> {
  return new Promise((resolve, reject) => {
    const address = URL.createObjectURL(photo);
    const picture = new Image();
    picture.addEventListener('load', () => {
      URL.revokeObjectURL(address);
      resolve(picture);
    });
    picture.addEventListener('error', () => {
      URL.revokeObjectURL(address);
      reject(new Error('not a picture'));
    });
    picture.src = address;
  });
}

export function canvasToBlob(canvas: HTMLCanvasElement, type: 'image/jpeg' | 'image/png'): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), type, 0.82);
  });
}
