/** Reads the symbologies that a warehouse prints from a moving picture. */
export interface Reader {
  read(frame: HTMLCanvasElement): Promise<Read | null>;
}
export interface Read {
  code: string;
  symbology: string;
}

interface NativeDetector {
  detect(source: CanvasImageSource): Promise<{ rawValue: string; format: string }[]>;
}
interface NativeDetectorClass {
  new (options: { formats: string[] }): NativeDetector;
  getSupportedFormats(): Promise<string[]>;
}

const native = ['code_128', 'ean_13', 'ean_8', 'upc_a', 'code_39', 'itf', 'qr_code', 'data_matrix'];
const bundled = ['Code128', 'EAN13', 'EAN8', 'UPCA', 'Code39', 'ITF', 'QRCode', 'DataMatrix'] as const;

/** The browser's own detector where it knows every symbology, else the bundled one, loaded only now. */
export async function openReader(): Promise<Reader> {
  const Detector = (window as { BarcodeDetector?: NativeDetectorClass }).BarcodeDetector;
  if (Detector) {
    const known = await Detector.getSupportedFormats().catch((): string[] => []);
    if (native.every((format) => known.includes(format))) return nativeReader(new Detector({ formats: native }));
  }
  return bundledReader();
}

function nativeReader(detector: NativeDetector): Reader {
  return {
    async read(frame) {
      const [found] = await detector.detect(frame);
      return found ? { code: found.rawValue, symbology: found.format } : null;
    },
  };
}

async function bundledReader(): Promise<Reader> {
  const [{ prepareZXingModule, readBarcodes }, { default: wasm }] = await Promise.all([
    import('zxing-wasm/reader'),
    import('zxing-wasm/reader/zxing_reader.wasm?url'),
  ]);
  await prepareZXingModule({ overrides: { locateFile: () => wasm }, fireImmediately: true });
  return {
    async read(frame) {
      const picture = frame.getContext('2d')?.getImageData(0, 0, frame.width, frame.height);
      if (!picture) return null;
      const [found] = await readBarcodes(picture, {
        formats: [...bundled],
        maxNumberOfSymbols: 1,
        textMode: 'Plain', // the codes as printed, GS included; the default rewrites GS1 for human eyes
      });
      return found ? { code: found.text, symbology: found.symbologyIdentifier || found.format } : null;
    },
  };
}

export const hasCamera = (): boolean => 'mediaDevices' in navigator && window.isSecureContext;

/** The back camera, in a size that decodes well and does not heat the device. */
export function openCamera(): Promise<MediaStream> {
  const video = { facingMode: 'environment', width: { ideal: 1280 }, height: { ideal: 720 } };
  return navigator.mediaDevices.getUserMedia({ video, audio: false });
}

interface TorchTrack extends MediaStreamTrack {
  getCapabilities(): MediaTrackCapabilities & { torch?: boolean };
}

export function hasTorch(stream: MediaStream): boolean {
  const track: TorchTrack | undefined = stream.getVideoTracks()[0];
  return Boolean(track?.getCapabilities && track.getCapabilities().torch);
}

export async function setTorch(stream: MediaStream, on: boolean): Promise<void> {
  await stream.getVideoTracks()[0]?.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] });
}

/** Cuts the middle of the picture, where the frame on the screen is: less to decode, and no neighbour's label. */
export function cutFrame(video: HTMLVideoElement, into: HTMLCanvasElement): void {
  const width = Math.round(video.videoWidth * 0.84);
  const height = Math.round(video.videoHeight * 0.6);
  into.width = width;
  into.height = height;
  const left = (video.videoWidth - width) / 2;
  const top = (video.videoHeight - height) / 2;
  into.getContext('2d')?.drawImage(video, left, top, width, height, 0, 0, width, height);
}
