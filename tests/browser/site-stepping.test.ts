import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { BUILD_TIMEOUT, buildC } from '../guests/build-c.js';
import { findChromium, PATIENCE } from './chromium.js';
import { SitePage, seriousFindings } from './site-page.js';

const executable = findChromium();
const required = process.env.HOSTCALL_REQUIRE_CHROMIUM === '1';

describe('the site, where it is cross-origin isolated,', function () {
  this.timeout(2 * PATIENCE);
  if (executable === undefined) {
    it('is NOT tested: no Chromium on the PATH; install it, or set CHROMIUM to its path', () => {
      expect(required).to.equal(false);
    });
    return;
  }

  let site: SitePage;
  let program: Uint8Array;
  let page: Page;

  before(async function () {
    this.timeout(BUILD_TIMEOUT + PATIENCE);
    program = await buildC('stepped');
    site = await SitePage.open(executable, { isolated: true });
  });
  after(() => site?.close());
  beforeEach(async () => {
    page = await site.show();
    const buffer = Buffer.from(program);
    await page.locator('input[type=file]').first().setInputFiles({ name: 'stepped.wasm', mimeType: '', buffer });
    await page.getByRole('button', { name: 'Step through it' }).click();
    await state(/^Stopped before the first call$/);
  });
  afterEach(async () => {
    await page?.close();
    expect(site.complaints.splice(0)).to.deep.equal([]);
  });

  const state = (text: RegExp) => page.locator('.live-state').filter({ hasText: text }).waitFor();
  const terminal = (text: string) => page.locator('.xterm-rows').filter({ hasText: text }).waitFor();

  it('steps through a program in a worker, and changes what a call returns', async () => {
    await page.locator('summary').filter({ hasText: 'Breakpoints' }).click();
    await page.getByLabel('Stop at calls').fill('path_open path=/notes.txt');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await page.keyboard.press('F8');
    await state(/path=\/notes\.txt$/);
    await page.locator('summary').filter({ hasText: 'Change result' }).click();
    await page.getByLabel('Errno').selectOption('EACCES');
    await page.getByRole('button', { name: 'Return this' }).click();
    await page.keyboard.press('F8');
    await terminal('notes: Permission denied');
    await state(/^Waiting in the call/);
    await page.locator('.live-terminal').click();
    await page.keyboard.type('Ada\n');
    await terminal('hello, Ada');
    await state(/^Ended: exited with 0$/);
    expect(await seriousFindings(page)).to.deep.equal([]);
  });

  it('ends it where it is stopped, runs it again, and goes back to what it is given', async () => {
    await page.getByRole('button', { name: 'End', exact: true }).click();
    await state(/^Ended: killed by SIGKILL$/);
    await page.getByRole('button', { name: 'Run again', exact: true }).click();
    await state(/^Stopped before the first call$/);
    await page.keyboard.press('F10');
    await state(/^Stopped before this call$/);
    await page.getByRole('button', { name: 'Back to the program' }).click();
    await page.getByRole('heading', { name: 'stepped.wasm' }).waitFor();
  });
});
