import { getFile } from './http.ts';

/** Fetches a document with the session's token and hands it to the browser as a file. */
export async function download(path: string, name: string): Promise<void> {
  save(await getFile(path), name);
}

export function save(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // Safari reads the file only after the click has been handled
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
