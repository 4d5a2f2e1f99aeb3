import { join } from 'node:path';
import { expect } from 'chai';
import type { BrowserContext, Page } from 'playwright-core';
import { findChromium, launchChromium, PATIENCE } from '../../../browser/chromium.js';
import { seriousFindings } from '../../../browser/site-page.js';
import { BUILD_TIMEOUT, buildC } from '../../../guests/build-c.js';
import { Scratch } from '../command-line.js';
import { LiveClient } from './live-client.js';

const executable = findChromium();
const required = process.env.HOSTCALL_REQUIRE_CHROMIUM === '1';

describe('the page of a program that runs', function () {
  this.timeout(PATIENCE);
  if (executable === undefined) {
    it('is NOT tested: no Chromium on the PATH; install it, or set CHROMIUM to its path', () => {
      expect(required).to.equal(false);
    });
    return;
  }

  const scratch = new Scratch();
  /** What pages said on their consoles. */
  const complaints: string[] = [];
  let program: string;
  let context: BrowserContext;
  let client: LiveClient;
  let page: Page;

  before(async function () {
    this.timeout(BUILD_TIMEOUT + PATIENCE);
    program = scratch.file('stepped.wasm', await buildC('stepped'));
    scratch.folder('home', { 'notes.txt': 'buy milk' });
    context = await launchChromium(executable, scratch.folder('profile', {}));
    context.on('console', message => complaints.push(`${message.type()}: ${message.text()}`));
    context.on('weberror', error => complaints.push(`uncaught: ${error.error().message}`));
  });
  after(async () => {
    await context?.close();
    scratch.remove();
  });

  beforeEach(async () => {
    client = await LiveClient.start(['--dir', `${join(scratch.path, 'home')}::/`, program]);
    page = await context.newPage();
    await page.goto(client.address);
    await state(/^Stopped before the first call$/);
  });
  afterEach(async () => {
    await page.close();
    await client.end();
    expect(complaints.splice(0)).to.deep.equal([]);
  });

  const state = (text: RegExp) => page.locator('.live-state').filter({ hasText: text }).waitFor();
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const call = (text: string) => page.locator('.live-call .live-line').filter({ hasText: text }).waitFor();
  const terminal = (text: string) => page.locator('.xterm-rows').filter({ hasText: text }).waitFor();

  async function breakAt(filter: string): Promise<void> {
    await page.locator('summary').filter({ hasText: 'Breakpoints' }).click();
    await page.getByLabel('Stop at calls').fill(filter);
    await button('Add').click();
    await page.getByText(filter, { exact: true }).waitFor();
    await page.keyboard.press('Escape');
  }

  it('steps: what has been called is in the list, and what is being called above it', async () => {
    await call('fd_prestat_get');
    await button('Step F10').click();
    await call('fd_prestat_dir_name');
    await page.locator('[role=row], .call-row, .row').filter({ hasText: 'fd_prestat_get' }).first().waitFor();
    await page.keyboard.press('F9');
    await state(/^Stopped at the result of this call$/);
    expect(await page.locator('.live-result').textContent()).to.equal('= 0');
    await page.keyboard.press('F10');
    await state(/^Stopped before this call$/);
    await call('#2 fd_prestat_get');
  });

  it('stops at a breakpoint, and changes what the call returns: the program prints it', async () => {
    await breakAt('path_open path=/notes.txt');
    await button('Continue F8').click();
    await state(/^Stopped before this call: path_open path=\/notes\.txt$/);
    await page.locator('summary').filter({ hasText: 'Change result' }).click();
    await page.getByLabel('Errno').selectOption('EACCES');
    await button('Return this').click();
    await page.locator('.live-changed').filter({ hasText: 'EACCES' }).waitFor();
    await button('Continue F8').click();
    await terminal('notes: Permission denied');
    await page.getByText('(INJECTED)').first().waitFor();
  });

  it('says what is wrong with a breakpoint', async () => {
    await page.locator('summary').filter({ hasText: 'Breakpoints' }).click();
    await page.getByLabel('Stop at calls').fill('path_opne');
    await page.keyboard.press('Enter');
    expect(await page.getByRole('alert').textContent()).to.match(/did you mean path_open/);
    // The browser itself logs the answer.
    expect(complaints.splice(0).join()).to.contain('400');
  });

  it('is a terminal: it shows what is typed, takes back, and gives the program lines', async () => {
    await page.keyboard.press('F8');
    await state(/^Waiting in the call/);
    await call('fd_read(0<stdin>');
    await page.locator('.live-terminal').click();
    await page.keyboard.type('Adx');
    await page.keyboard.press('Backspace');
    await page.keyboard.type('a');
    await terminal('Ada');
    await page.keyboard.press('Enter');
    await terminal('hello, Ada');
    await state(/^Ended: exited with 0$/);
  });

  it('sets the clock and the random bytes', async () => {
    await page.locator('summary').filter({ hasText: 'Clock' }).click();
    await page.getByLabel('Wall clock').fill('1970-01-02T00:00:00Z');
    await page.keyboard.press('Enter');
    await page.getByLabel('Next random bytes, in hexadecimal').fill('00 ff 12 ab');
    await page.keyboard.press('Enter');
    await page.keyboard.press('F8');
    await terminal('random: 00ff12ab');
    await terminal('time: 8640');
  });

  it('is the same when it is reloaded, and runs the program again on request', async () => {
    await button('Step F10').click();
    await call('fd_prestat_dir_name');
    await page.reload();
    await call('fd_prestat_dir_name');
    await button('Run again').click();
    await state(/^Stopped before the first call$/);
    await call('#0 fd_prestat_get');
    await button('End').click();
    await state(/^Ended: killed by SIGKILL$/);
  });

  for (const scheme of ['light', 'dark'] as const)
    it(`has no serious finding of axe-core in ${scheme} colours`, async () => {
      await page.emulateMedia({ colorScheme: scheme });
      await breakAt('path_open');
      await page.keyboard.press('F8');
      await state(/path_open$/);
      await page.keyboard.press('F9');
      await page.locator('.live-result').waitFor();
      expect(await seriousFindings(page)).to.deep.equal([]);
    });
});
