import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = fileURLToPath(new URL('.', import.meta.url));
const outDir = fileURLToPath(new URL('../dist/console-app', import.meta.url));

export default defineConfig({
  root: here,
  base: '/',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  // Safari 15.4 and Chrome 99 bring dialogs, cascade layers and `at()`; desks are younger than handhelds.
  build: {
    outDir,
    emptyOutDir: true,
    target: ['chrome99', 'safari15.4', 'firefox98'],
    assetsInlineLimit: 0,
    // a desk loads it once a release, some 150 KB on the wire
    chunkSizeWarningLimit: 700,
  },
  server: { proxy: { '/v1': 'http://localhost:3000', '/socket.io': { target: 'ws://localhost:3000', ws: true } } },
});
