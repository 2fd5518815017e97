import { io, type Socket } from 'socket.io-client';

/** A screen that shows a seller's orders: asked for anew when news of orders rings, and whenever it has been away. */
export interface Screen {
  /** Order → state, as it was asked for last. */
  view: Map<string, string>;
  heard: Set<string>;
  /** Times it came back. */
  returns: number;
  connected(): boolean;
  close(): void;
}

/** When a screen asks anew; its wrong twin is in naive.ts. */
export interface Asking {
  onReturn: boolean;
}

export async function ordersOf(url: string, token: string): Promise<Map<string, string>> {
  const response = await fetch(`${url}/v1/orders?limit=200`, { headers: { authorization: `Bearer ${token}` } });
  if (response.status !== 200) throw new Error(`orders: ${response.status}`);
  const { orders } = (await response.json()) as { orders: { orderId: string; state: string }[] };
  return new Map(orders.map(({ orderId, state }) => [orderId, state]));
}

export function openScreen(url: string, token: string, asking: Asking = { onReturn: true }): Screen {
  const socket: Socket = io(url, {
    auth: { token },
    transports: ['websocket'],
    forceNew: true,
    reconnectionDelay: 20,
    reconnectionDelayMax: 100,
  });
  let stale = false;
  let asks: Promise<void> | undefined;
  let closed = false;
  const ask = async () => {
    while (stale && !closed) {
      stale = false;
      await ordersOf(url, token).then(
        (orders) => (screen.view = orders),
        () => (stale = true),
      );
      if (stale) await new Promise((rest) => setTimeout(rest, 20));
    }
    asks = undefined;
  };
  const refresh = () => {
    stale = true;
    asks ??= ask();
  };
  let known = false;
  socket.on('connect', () => {
    if (!known || asking.onReturn) refresh();
    screen.returns += Number(known);
    known = true;
  });
  socket.on('connect_error', () => {
    if (!socket.active && !closed) setTimeout(() => socket.connect(), 50);
  });
  socket.on('news', ({ topic }: { topic: string }) => {
    screen.heard.add(topic);
    if (topic.startsWith('orders.')) refresh();
  });
  const screen: Screen = {
    view: new Map(),
    heard: new Set(),
    returns: 0,
    connected: () => socket.connected,
    close() {
      closed = true;
      socket.close();
    },
  };
  return screen;
}
