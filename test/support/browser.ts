import { execFile } from 'node:child_process';
import { access, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { delimiter, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions } from 'playwright-core';

const cache = fileURLToPath(new URL('../../node_modules/.cache/', import.meta.url));

// --no-sandbox: root has none to offer; --no-zygote and --disable-gpu: there is no setuid helper and no GPU in a container
const flags = [
  '--no-sandbox',
  '--no-zygote',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--metrics-recording-only',
  '--no-default-browser-check',
  '--no-first-run',
  '--no-pings',
  '--font-render-hinting=none',
];

/** Where a browser lies, and what it needs around it. */
interface Program {
  executablePath: string;
  env?: Record<string, string>;
}

/** A headless browser that forgets everything when it is closed. */
export const openBrowser = (): Promise<Browser> => withProgram((program) => chromium.launch(launching(program)));

/** One that keeps what its pages keep in a folder, as a device does. Killed, it is opened again on the same folder. */
export const openDevice = (folder: string, more: BrowserContextOptions): Promise<BrowserContext> =>
  withProgram((program) => chromium.launchPersistentContext(folder, { ...launching(program), ...more }));

/** Pulls the battery of a device. */
export async function killDevice(folder: string): Promise<void> {
  const { stdout } = await promisify(execFile)('ps', ['-eo', 'pid,args'], { maxBuffer: 1 << 26 });
  const own = stdout.split('\n').filter((line) => line.includes(`--user-data-dir=${folder}`));
  // its helpers end with it
  const main = own.find((line) => !line.includes('--type='));
  if (main === undefined) throw new Error(`no browser works on ${folder}`);
  process.kill(Number(main.trim().split(/\s+/)[0]), 'SIGKILL');
}

/**
 * CHROMIUM_PATH where set (and then no other), else a browser that is installed, else the one from npm.
 * @throws Error naming each browser that was tried and why it did not start
 */
async function withProgram<T>(start: (program: Program) => Promise<T>): Promise<T> {
  const named = process.env['CHROMIUM_PATH'];
  const programs = named
    ? [() => Promise.resolve({ executablePath: named })]
    : [...(await installed()).map((program) => () => Promise.resolve(program)), fromNpm];
  const failures: string[] = [];
  for (const program of programs) {
    try {
      return await start(await program());
    } catch (error) {
      failures.push(String(error));
    }
  }
  throw new Error(`No browser starts. Install Chromium or Chrome, or set CHROMIUM_PATH.\n${failures.join('\n')}`);
}

async function installed(): Promise<Program[]> {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const places = [
    ...names.flatMap((name) => folders.map((folder) => join(folder, name))),
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ];
  const found = await Promise.all(places.map(exists));
  return places.filter((_, place) => found[place]).map((executablePath) => ({ executablePath }));
}

/**
 * @sparticuz/chromium, which is packed for cloud functions: it brings the NSS libraries that a minimal Debian lacks, but
 * unpacks them only where it believes to be in one, and always into the temporary folder. So another process unpacks it,
 * into a folder that is put in place whole, since several runs may come here at once.
 */
async function fromNpm(): Promise<Program> {
  const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  const { version } = JSON.parse(await readFile(resolve(entry, '../../../package.json'), 'utf8')) as {
    version: string;
  };
  const home = join(cache, `chromium-${version}`);
  if (!(await exists(home))) await unpack(entry, home);
  return {
    executablePath: join(home, 'chromium'),
    env: { LD_LIBRARY_PATH: join(home, 'al2023/lib'), FONTCONFIG_FILE: join(home, 'fonts.conf') },
  };
}

async function unpack(entry: string, home: string): Promise<void> {
  await mkdir(cache, { recursive: true });
  const aside = await mkdtemp(`${home}.`);
  const program = `void require(${JSON.stringify(entry)}).executablePath()`;
  try {
    const env = { ...process.env, TMPDIR: aside, AWS_LAMBDA_JS_RUNTIME: 'nodejs20.x' };
    await promisify(execFile)(process.execPath, ['-e', program], { env });
    await writeFile(join(aside, 'fonts.conf'), fontsFor(home));
    await rename(aside, home);
  } catch (error) {
    if (!(await exists(home))) throw error;
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

/** The system's fonts and, for a minimal system, which has none and would draw no text, the one that was packed along. */
function fontsFor(home: string): string {
  const system = '<include ignore_missing="yes">/etc/fonts/fonts.conf</include><dir>/usr/share/fonts</dir>';
  const packed = `<dir>${join(home, 'fonts')}</dir><cachedir>${join(cache, 'fontconfig')}</cachedir>`;
  return `<?xml version="1.0"?><fontconfig>${system}${packed}</fontconfig>\n`;
}

const launching = ({ executablePath, env }: Program) => ({
  executablePath,
  args: flags,
  ...(env && { env: { ...process.env, ...env } as Record<string, string> }),
});

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
