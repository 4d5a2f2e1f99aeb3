import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import type { BrowserContext, Page } from 'playwright-core';
import { repository } from '../guests/build-cache.js';
import { findChromium, launchChromium, PATIENCE } from './chromium.js';

const executable = findChromium();
const required = process.env.HOSTCALL_REQUIRE_CHROMIUM === '1';

describe('examples/repl', function () {
  this.timeout(2 * PATIENCE);
  if (executable === undefined) {
    it('is NOT tried: no Chromium on the PATH; install it, or set CHROMIUM to its path', () => {
      expect(required).to.equal(false);
    });
    return;
  }

  let server: ChildProcess;
  let folder: string;
  let context: BrowserContext;
  let page: Page;
  const troubles: string[] = [];

  before(async () => {
    server = spawn(process.execPath, ['examples/repl/serve.js'], {
      cwd: fileURLToPath(repository),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const address = await new Promise<string>((resolve, reject) => {
      server.stdout?.setEncoding('utf8').once('data', resolve);
      server.once('exit', status => reject(new Error(`the server exited with ${status}`)));
    });
    folder = await mkdtemp(join(tmpdir(), 'hostcall-repl-'));
    context = await launchChromium(executable, folder);
    page = await context.newPage();
    page.setDefaultTimeout(PATIENCE);
    page.on('pageerror', error => troubles.push(error.message));
    page.on('console', message => {
      // A browser requests an icon on its own.
      if (message.type() === 'error' && !message.location().url.endsWith('/favicon.ico')) troubles.push(message.text());
    });
    await page.goto(address.trim());
  });
  after(async () => {
    await context?.close();
    server?.kill();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  /** Enters a line, and waits until the terminal ends in something. */
  async function enter(line: string, end: string): Promise<string> {
    await page.fill('#typed', line);
    await page.press('#typed', 'Enter');
    return ending(end);
  }

  async function ending(end: string): Promise<string> {
    const terminal = page.locator('#terminal');
    await page.waitForFunction(
      `document.querySelector('#terminal').textContent.endsWith(${JSON.stringify(end)})`,
      undefined,
      { polling: 50 },
    );
    return (await terminal.textContent()) ?? '';
  }

  it('answers line by line, on the main thread of a page that stays responsive', async () => {
    await ending('>>> ');
    expect(await enter('6 * 7', '>>> ')).to.match(/>>> 6 \* 7\n42\n>>> $/);
    expect(await enter("name = input('Who? ')", 'Who? ')).to.match(/Who\? $/);
    expect(await page.evaluate('new Promise(resolve => setTimeout(() => resolve("alive"), 5))')).to.equal('alive');
    await enter('Ada', '>>> ');
    expect(await enter("print(f'Hello, {name}')", '>>> ')).to.contain('\nHello, Ada\n>>> ');
    expect(await enter('import time; time.sleep(0.02); print("slept")', '>>> ')).to.contain('\nslept\n>>> ');
    expect(await enter('raise SystemExit(3)', 'Python exited with 3.\n')).to.match(/Python exited with 3\.\n$/);
    expect(troubles).to.deep.equal([]);
  });
});
