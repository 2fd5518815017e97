import { fileURLToPath } from 'node:url';
import { build, defineConfig, type Plugin } from 'vite';

const here = fileURLToPath(new URL('.', import.meta.url));
const outDir = fileURLToPath(new URL('../dist/scanner-app', import.meta.url));

// Handhelds on Android 9 carry WebViews as old as Chrome 74: no `?.`, no flex gap, no class fields.
const target = 'chrome74';

/** The service worker is one classic script at a fixed address: old browsers know no module workers. */
const shellWorker: Plugin = {
  name: 'shell-worker',
  apply: 'build',
  async closeBundle() {
    await build({
      configFile: false,
      logLevel: 'warn',
      publicDir: false,
      build: {
        outDir,
        emptyOutDir: false,
        target,
        lib: { entry: `${here}link/shell.worker.ts`, formats: ['iife'], name: 'shell', fileName: () => 'sw.js' },
      },
    });
  },
};

export default defineConfig({
  root: here,
  base: '/scanner/',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: { outDir, emptyOutDir: true, target, cssTarget: target, assetsInlineLimit: 0, manifest: 'parts.json' },
  server: { proxy: { '/v1': 'http://localhost:3000', '/socket.io': { target: 'ws://localhost:3000', ws: true } } },
  plugins: [shellWorker],
});
