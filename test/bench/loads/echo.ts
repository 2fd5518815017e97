import { createServer } from 'node:http';
import { Server } from 'socket.io';
import { serveLoad } from '../load.ts';

/** A socket server that does nothing: what of a scan's time is the sockets' own. Its answer is as long as a picker's screen. */
serveLoad(async (setup: { answer: object }) => {
  const http = createServer();
  const io = new Server(http, { transports: ['websocket'], perMessageDeflate: false });
  io.on('connection', (socket) => {
    socket.on('scan', (scan: { seq: number }, acknowledge: (answer: object) => void) =>
      acknowledge({ ...setup.answer, seq: scan.seq }),
    );
  });
  await new Promise<void>((listening) => http.listen(0, '127.0.0.1', listening));
  return {
    ready: { url: `http://127.0.0.1:${(http.address() as { port: number }).port}` },
    drive: () => Promise.reject(new Error('an echo is not driven')),
    close: () => io.close(),
  };
});
