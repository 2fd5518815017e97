import { io, type Socket } from 'socket.io-client';
import type { ScanAnswer, Step } from '../../../src/scans/step.shared.ts';
import { arriveFor, callFor, serveLoad } from '../load.ts';
import { gtin13 } from '../world.ts';

/** Handhelds that pick what their screens say, each on its own socket; or, at an echo, send the same scan for ever. */
export interface DevicesSetup {
  url: string;
  people: { token: string; deviceId: string }[];
  echo: boolean;
}

export interface DevicesStretch {
  seconds: number;
  /** Scans that become due a second, whether the one before was answered or not; absent: as fast as they are answered. */
  perSecond?: number;
  seed: number;
}

const ANSWER_MS = 30_000;

class Device {
  readonly #socket: Socket;
  readonly #deviceId: string;
  readonly #number: number;
  readonly #echo: boolean;
  #seq = 0;
  #totes = 0;
  #step: Step | undefined;
  /** Which tote stands in which slot of the cart. */
  readonly #slots = new Map<number, string>();

  constructor(socket: Socket, deviceId: string, number: number, echo: boolean) {
    this.#socket = socket;
    this.#deviceId = deviceId;
    this.#number = number;
    this.#echo = echo;
  }

  /** One trigger pull; answers what went wrong, or nothing. */
  async pull(): Promise<string | undefined> {
    const code = this.#echo ? 'A-01-02-3' : this.#next();
    this.#seq += 1;
    const scan = {
      deviceId: this.#deviceId,
      seq: this.#seq,
      at: new Date().toISOString(),
      code,
      source: 'wedge',
      flow: 'pick',
    };
    const answer = (await this.#socket.timeout(ANSWER_MS).emitWithAck('scan', scan)) as ScanAnswer;
    if (answer.step !== undefined) this.#step = answer.step;
    return answer.ok ? undefined : `${answer.refusal.code} for ${code} (${this.#step?.title ?? ''})`;
  }

  #next(): string {
    const step = this.#step;
    if (step === undefined || step.expect === 'cart') {
      this.#slots.clear();
      return `CART-${String(this.#number).padStart(2, '0')}`;
    }
    const { big, slots, item } = step.show;
    if (step.expect === 'bin') return big!;
    if (step.expect === 'item') return gtin13(Number(item!.code.slice('ITEM-'.length)));
    if (step.expect === 'tote') return this.#toteFor(slots!.active);
    return 'LANE-1';
  }

  #toteFor(slot: number): string {
    const known = this.#slots.get(slot);
    if (known !== undefined) return known;
    // totes are not emptied here, so that each is used once
    this.#totes += 1;
    const tote = `TOTE-${String(this.#number * 4_000 + this.#totes).padStart(6, '0')}`;
    this.#slots.set(slot, tote);
    return tote;
  }

  close(): void {
    this.#socket.close();
  }
}

function opened(url: string, { token, deviceId }: { token: string; deviceId: string }): Promise<Socket> {
  // a picker's handheld asks for no news of the others' work
  const auth = { token, deviceId, topics: [] };
  const socket = io(url, { auth, transports: ['websocket'], forceNew: true });
  return new Promise((found, fail) => {
    socket.once('connect', () => found(socket));
    socket.once('connect_error', fail);
  });
}

serveLoad(async (setup: DevicesSetup) => {
  const devices: Device[] = [];
  for (const [at, person] of setup.people.entries()) {
    devices.push(new Device(await opened(setup.url, person), person.deviceId, at + 1, setup.echo));
  }
  return {
    drive({ seconds, perSecond, seed }: DevicesStretch) {
      const pull = (caller: number) => devices[caller]!.pull();
      const callers = devices.length;
      return perSecond === undefined
        ? callFor({ callers, seconds }, pull)
        : arriveFor({ callers, seconds, perSecond, seed }, pull);
    },
    close() {
      for (const device of devices) device.close();
      return Promise.resolve();
    },
  };
});
