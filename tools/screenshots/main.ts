/**
 * `npm run screenshots`: takes the pictures of the documentation, `docs/images`, from the inspector with the run of a program that is compiled, run and
 * recorded here. What is in them is the same on every machine but for its fonts.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BrowserContext, Page } from 'playwright-core';
import { findChromium, launchChromium } from '../chromium.js';
import { recordRuns } from '../site/record-runs.js';
import { examples } from '../site/site-programs.js';
import { paletteFor } from './palette.js';
import { type Picture, readPng, writePng } from './png.js';

const root = new URL('../../../', import.meta.url);
const images = fileURLToPath(new URL('docs/images/', root));

/** The run that is shown, the call that is looked at, and the calls that the animation steps through. */
const RUN = 'files';
const CALL = 8;
const STEPS = [3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

const SIZE = { width: 1280, height: 880 };
const STEP_SIZE = { width: 1000, height: 600 };
/** Milliseconds for which a step is shown. */
const DELAY = 900;

/** The largest that the pictures may be, in bytes: they are part of the repository. */
const LARGEST = { still: 150_000, animation: 1_000_000 };

const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };

const executable = findChromium();
if (executable === undefined) {
  console.error('hostcall: there is no Chromium on the PATH; install it, or set CHROMIUM to its path');
  process.exit(2);
}

const program = examples.filter(({ name }) => name === RUN);
const [built] = await recordRuns(program, root, 'hostcall');
const folder = mkdtempSync(join(tmpdir(), 'hostcall-screenshots-'));
/** What `hostcall inspect` would serve, beside the files of the page. */
const served: Readonly<Record<string, string | Uint8Array | undefined>> = {
  '/session.json': JSON.stringify({ kind: 'files', files: [{ name: `${RUN}.hcr`, href: 'run.hcr' }] }),
  '/run.hcr': built?.recording,
};
const server = createServer(({ url = '' }, response) => {
  const { pathname } = new URL(url, 'http://localhost');
  const file = new URL(`dist/inspector${pathname}`, root);
  const body = served[pathname] ?? (existsSync(file) ? readFileSync(file) : undefined);
  const type = TYPES[extname(pathname)] ?? 'application/octet-stream';
  response.writeHead(body === undefined ? 404 : 200, { 'Content-Type': type }).end(body);
});
await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening));
const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/index.html`;
const context = await launchChromium(executable, folder);
try {
  mkdirSync(images, { recursive: true });
  for (const scheme of ['light', 'dark'] as const) {
    const page = await inspector(context, scheme, SIZE, CALL);
    save(`inspector-${scheme}.png`, [await picture(page)], LARGEST.still);
    await page.close();
  }
  const page = await inspector(context, 'light', STEP_SIZE, STEPS[0] as number);
  const frames: Picture[] = [];
  for (const call of STEPS) {
    await page.locator(`.status:has-text("call ${call}")`).waitFor();
    frames.push(await picture(page));
    await page.keyboard.press('ArrowDown');
  }
  save('stepping.png', frames, LARGEST.animation);
} finally {
  await context.close();
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true, force: true });
}

/** The inspector at a call. */
async function inspector(
  browser: BrowserContext,
  colorScheme: 'light' | 'dark',
  size: typeof SIZE,
  call: number,
): Promise<Page> {
  const page = await browser.newPage();
  await page.setViewportSize(size);
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  await page.goto(`${address}#call=${call}`);
  await page.locator(`.status:has-text("call ${call}")`).waitFor();
  return page;
}

async function picture(page: Page): Promise<Picture> {
  // The panes are drawn in the frame after that of the status line.
  await page.waitForTimeout(300);
  return readPng(await page.screenshot());
}

function save(name: string, pictures: readonly Picture[], largest: number): void {
  const file = writePng(pictures, paletteFor(pictures.map(({ rgb }) => rgb)), DELAY);
  const path = join(images, name);
  if (file.length > largest) throw new Error(`${name} has ${file.length} bytes, more than ${largest}`);
  writeFileSync(path, file);
  console.log(`${relative(process.cwd(), path)}: ${Math.ceil(file.length / 1024)} KiB`);
}
