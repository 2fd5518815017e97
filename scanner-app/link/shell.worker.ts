import { dropRow, passAtTheDoor, saveRow, waitingRows } from '../queue/storage.ts';
import { namesCustomers } from '../queue/customers.ts';
import { sentNow } from './sentNow.ts';
import type { ScanAnswer } from '../../src/scans/step.shared.ts';

declare const self: ServiceWorkerGlobalScope;

/** The app opens without a network: its page from the cache, its parts (named by their hash) always from the cache. */
const cacheName = 'shell';
const page = '/scanner/';
const parts = '/scanner/assets/';
/** Has no hash: it comes anew with each build's page. */
const early = '/scanner/early.js';
const patience_ms = 4000;

self.addEventListener('install', (event) => {
  event.waitUntil(renew().then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(self.clients.claim());
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  if (request.mode === 'navigate' && pathname === page) event.respondWith(openPage(request));
  else if (pathname === early || pathname.startsWith(parts)) event.respondWith(openPart(request));
});

/** Keeps the page and every part it may load later, the camera's decoder too; throws out parts of older builds. */
async function renew(): Promise<void> {
  const shell = await caches.open(cacheName);
  await shell.addAll([page, early]);
  const list = (await (await fetch('/scanner/parts.json')).json()) as Record<string, { file: string; css?: string[] }>;
  const files = new Set<string>();
  for (const { file, css } of Object.values(list))
    for (const name of [file, ...(css || [])]) files.add(`/scanner/${name}`);
  for (const file of files) if (!(await shell.match(file))) await shell.add(file);
  for (const { url } of await shell.keys()) {
    const { pathname } = new URL(url);
    if (pathname.startsWith(parts) && !files.has(pathname)) await shell.delete(url);
  }
}

async function openPage(request: Request): Promise<Response> {
  const shell = await caches.open(cacheName);
  const old = await shell.match(page);
  try {
    const fresh = await inTime(fetch(request));
    if (fresh.ok && old && (await fresh.clone().text()) !== (await old.text())) void renew();
    return fresh.ok || !old ? fresh : ((await shell.match(page)) as Response);
  } catch (error) {
    const kept = await shell.match(page);
    if (kept) return kept;
    throw error;
  }
}

async function openPart(request: Request): Promise<Response> {
  const shell = await caches.open(cacheName);
  const kept = await shell.match(request);
  if (kept) return kept;
  const fresh = await fetch(request);
  if (fresh.ok) await shell.put(request, fresh.clone());
  return fresh;
}

function inTime(response: Promise<Response>): Promise<Response> {
  const late = new Promise<Response>((_, reject) => setTimeout(() => reject(new Error('late')), patience_ms));
  return Promise.race([response, late]);
}

// The browser calls when the network is back, even if the page was closed with scans still on the device.
self.addEventListener('sync' as 'message', (event) => {
  event.waitUntil(sendWaiting());
});

const batch = 50;

async function sendWaiting(): Promise<void> {
  const pages = await self.clients.matchAll({ type: 'window' });
  const pass = await passAtTheDoor();
  // An open page sends for itself.
  if (pages.length || !pass) return;
  for (let rows = await waitingRows(batch, pass.userId); rows.length; rows = await waitingRows(batch, pass.userId)) {
    const response = await fetch('/v1/scans', {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${pass.token}` },
      body: JSON.stringify(rows.map((row) => sentNow(row.scan))),
    });
    if (!response.ok) return;
    const answers = (await response.json()) as ScanAnswer[];
    if (!answers.length) return;
    for (const [index, answer] of answers.entries()) {
      const row = rows[index];
      if (!row || row.seq !== answer.seq) return;
      if (answer.ok) await dropRow(row.seq);
      // nothing about the scan: the device has to be proved anew, on the page
      else if (answer.refusal.code.startsWith('device_')) return;
      else {
        const { code, message } = answer.refusal;
        const text = namesCustomers(row.scan.flow) ? '' : message;
        const refusal = { code, message: text, seen: false, canSendAgain: false };
        await saveRow({ ...row, state: 'refused', refusal });
      }
    }
  }
}
