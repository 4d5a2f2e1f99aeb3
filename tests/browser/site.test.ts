import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import type { Manifest } from '../../adapters/site/manifest.js';
import type { Lesson } from '../../application/lessons/index.js';
import { readRecording } from '../../application/recording/index.js';
import { everyHostcall } from '../../domain/index.js';
import { BUILD_TIMEOUT } from '../guests/build-c.js';
import { buildWat } from '../guests/build-wat.js';
import { findChromium, PATIENCE } from './chromium.js';
import { SitePage, seriousFindings } from './site-page.js';

const executable = findChromium();
const required = process.env.HOSTCALL_REQUIRE_CHROMIUM === '1';

/** Prints what it was given, and reads a file. */
const ECHO = `(module
  (import "wasi_snapshot_preview1" "args_get" (func $args_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_open"
    (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_read" (func $fd_read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "in.txt")
  (data (i32.const 16) "\\00\\02\\00\\00\\40\\00\\00\\00")
  (func (export "_start")
    (drop (call $args_get (i32.const 1024) (i32.const 2048)))
    (drop (call $path_open (i32.const 3) (i32.const 0) (i32.const 0) (i32.const 6) (i32.const 0)
      (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 32)))
    (drop (call $fd_read (i32.load (i32.const 32)) (i32.const 16) (i32.const 1) (i32.const 20)))
    (drop (call $fd_write (i32.const 1) (i32.const 16) (i32.const 1) (i32.const 36)))))`;

const LOOP = `(module (memory (export "memory") 1) (func (export "_start") (loop (br 0))))`;

const VIEWS = [
  '#/',
  '#/reference',
  '#/reference/fd_read',
  '#/reference/errnos',
  '#/reference/subscription',
  '#/open/report',
  '#/lessons',
  '#/lessons/hello',
];

describe('the site', function () {
  this.timeout(2 * PATIENCE);
  if (executable === undefined) {
    it('is NOT tested: no Chromium on the PATH; install it, or set CHROMIUM to its path', () => {
      expect(required).to.equal(false);
    });
    return;
  }

  let site: SitePage;
  let page: Page;

  before(async function () {
    this.timeout(BUILD_TIMEOUT + PATIENCE);
    site = await SitePage.open(executable);
  });
  after(() => site?.close());
  afterEach(async () => {
    if (page?.isClosed() === false) await page.evaluate('localStorage.clear()');
    await page?.close();
    expect(site.complaints.splice(0)).to.deep.equal([]);
  });

  const heading = () => page.locator('#subject').first();

  /** Waits until a page of the reference is drawn. */
  async function shown(name: string): Promise<void> {
    await page.locator(`main[data-name=${JSON.stringify(name)}]`).waitFor({ state: 'attached' });
  }

  it('consists of files that refer to nothing outside of it', () => {
    for (const name of readdirSync(site.folder).filter(each => /\.(html|css|js)$/.test(each))) {
      const text = readFileSync(join(site.folder, name), 'utf8');
      const loaded = text.match(/(?:src=|<link[^>]*href=|url\(|from|import\()\s*["']?(?:https?:)?\/\/[^"')\s]*/g) ?? [];
      expect(loaded, name).to.deep.equal([]);
      for (const [, file = ''] of text.matchAll(/new URL\("([^"]+)",import\.meta\.url\)/g))
        expect(existsSync(join(site.folder, file)), `${name} needs ${file}`).to.equal(true);
    }
  });

  it('has an example of each hostcall, in a recording that can be read', () => {
    const manifest: Manifest = JSON.parse(readFileSync(join(site.folder, 'manifest.json'), 'utf8'));
    const missing = everyHostcall.filter(name => manifest.calls[name] === undefined);
    // Without an FFI there is no network at the build.
    expect(missing.filter(name => !name.startsWith('sock_'))).to.deep.equal([]);
    for (const [name, calls = []] of Object.entries(manifest.calls))
      for (const { run, call, line } of calls) {
        const recording = readRecording(new Uint8Array(readFileSync(join(site.folder, `examples/${run}.hcr`))));
        const found = [...recording.calls()][call];
        expect(found?.name).to.equal(name);
        expect(found?.text()).to.equal(line);
      }
  });

  it('runs a program dropped on it, with its arguments and files, and opens its recording', async () => {
    page = await site.show();
    const wasm = Buffer.from(await buildWat(ECHO));
    await page.setInputFiles('.drop input', [
      { name: 'echo.wasm', mimeType: 'application/wasm', buffer: wasm },
      { name: 'in.txt', mimeType: 'text/plain', buffer: Buffer.from('from a file\n') },
    ]);
    await page.getByLabel('Arguments').fill('one "two words"');
    await page.getByRole('button', { name: 'Run and record' }).click();
    await page.getByText('It exited with 0.').waitFor();
    expect(await page.locator('.output').textContent()).to.equal('from a file\n');
    await page.getByRole('button', { name: 'Run again' }).click();
    await page.getByText('It exited with 0.').waitFor();
    await page.getByRole('link', { name: 'Open in the inspector' }).click();
    await page.getByText('args_get').first().waitFor();
    expect(await page.locator('.inspector').textContent())
      .to.include('"two words"')
      .and.include('in.txt');
  });

  it('opens a recording or a trace dropped on it, and reports what cannot be opened together', async () => {
    page = await site.show();
    const drop = async (...files: readonly (readonly [name: string, content: string])[]) => {
      const transfer = await page.evaluateHandle(given => {
        // biome-ignore lint/suspicious/noExplicitAny: these are globals of the page, which have no types here
        const { DataTransfer, File, atob, Uint8Array: Bytes } = globalThis as any;
        const all = new DataTransfer();
        for (const [name, content] of given)
          all.items.add(new File([Bytes.from(atob(content), (byte: string) => byte.charCodeAt(0))], name));
        return all;
      }, files);
      await page.dispatchEvent('.drop', 'drop', { dataTransfer: transfer });
    };
    const recording = readFileSync(join(site.folder, 'examples/report.hcr')).toString('base64');
    const trace = Buffer.from('fd_close(4</notes.txt>) = 0\n+++ exited with 0 +++\n').toString('base64');
    await drop(['one.hcr', recording], ['two.hcr', recording]);
    await page.getByText('None of these is a program.').waitFor();
    await drop(['mine.hcr', recording]);
    await page.getByRole('heading', { name: 'mine.hcr' }).waitFor();
    await page.locator('.inspector').getByText('../reports/sum.txt').first().waitFor();
    await page.goto(site.address('#/'));
    await drop(['trace.txt', trace]);
    await page.getByRole('heading', { name: 'trace.txt' }).waitFor();
    await page.locator('.inspector').getByText('fd_close').first().waitFor();
  });

  it('stops a program that does not end, and says what is wrong with a file', async () => {
    page = await site.show();
    const open = (name: string, buffer: Buffer) =>
      page.setInputFiles('.drop input', [{ name, mimeType: 'application/wasm', buffer }]);
    await open('loop.wasm', Buffer.from(await buildWat(LOOP)));
    await page.getByText('To step through it while it runs, the page has to be cross-origin isolated').waitFor();
    expect(await page.getByRole('button', { name: 'Step through it' }).isDisabled()).to.equal(true);
    await page.getByRole('button', { name: 'Run and record' }).click();
    await page.getByText('It runs …').waitFor();
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByText('You stopped it.').waitFor();

    await page.goto(site.address('#/'));
    await open('damaged.wasm', Buffer.from('\0asm and no more'));
    await page.getByRole('button', { name: 'Run and record' }).click();
    await page.getByText('It cannot be run:').waitFor();
  });

  it('runs an example again', async () => {
    page = await site.show();
    await page.getByRole('button', { name: 'Run it again: A report that fails' }).click();
    await page.getByRole('button', { name: 'Run and record' }).click();
    await page.getByText('It exited with 76.').waitFor();
  });

  it('links from a hostcall in the reference to a real call in the inspector', async () => {
    page = await site.show('#/reference/fd_renumber');
    await page.getByRole('link', { name: 'Open in the inspector' }).first().click();
    await page.locator('.inspector [aria-selected="true"], .inspector .selected').first().waitFor();
    expect(new URL(page.url()).hash).to.match(/^#\/open\/files&call=\d+$/);
  });

  it('searches the reference, with the keyboard alone', async () => {
    page = await site.show('#/reference');
    await page.getByLabel('Search the reference').waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('76');
    await page.locator('.hits [role=option]').first().waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: /^ENOTCAPABLE \(76\)/ }).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('no such thing');
    await page.getByText('Nothing has “no such thing”').waitFor();
    await page.keyboard.press('Escape');
    expect(await page.locator('.hits').count()).to.equal(0);
  });

  it('has a page for each hostcall, with valid links', async () => {
    page = await site.show('#/reference');
    const seen = new Set<string>();
    for (const name of [...everyHostcall, 'errnos', 'rights', 'structs', 'flags', 'enumerations', 'wasi_unstable']) {
      await page.goto(site.address(`#/reference/${name}`));
      await shown(name);
      expect(await heading().textContent(), name).to.not.include('Nothing is called');
      for (const href of await page
        .locator('main a')
        .evaluateAll(links => links.map(link => link.getAttribute('href'))))
        if (href?.startsWith('#')) seen.add(href);
    }
    for (const href of seen) {
      if (!href.startsWith('#/reference/')) continue;
      await page.goto(site.address(href));
      await shown(decodeURIComponent(href.slice('#/reference/'.length)));
      expect(await heading().textContent(), href).to.not.include('Nothing is called');
    }
    expect(seen.size).to.be.above(100);
  });

  it('has lessons that refuse an exercise before it is done, and accept the kept solution', async function () {
    const lessons: readonly Lesson[] = JSON.parse(readFileSync(join(site.folder, 'lessons.json'), 'utf8'));
    this.timeout(lessons.length * PATIENCE);
    for (const { name, number, reading } of lessons) {
      page = await site.show(`#/lessons/${name}`);
      const run = () => page.getByRole('button', { name: 'Run', exact: true }).click();
      const results = page.locator('.lesson-results');
      await run();
      await results.locator('.unmet').first().waitFor();
      expect(await results.locator('.solved').count(), name).to.equal(0);
      await page.getByRole('button', { name: 'Show a solution' }).click();
      await page.getByRole('button', { name: 'Yes, show it' }).click();
      await page.getByRole('button', { name: 'Put it into the editor' }).click();
      await run();
      await results.getByRole('heading', { name: `Lesson ${number} is solved` }).waitFor();
      expect(await results.locator('.unmet').count(), name).to.equal(0);
      expect(await results.textContent(), name).to.include(reading[0]?.path);
      await page.close();
    }
    page = await site.show('#/lessons');
    await page.getByText(`${lessons.length} of ${lessons.length} done`).waitFor();
  });

  it('resumes a lesson, with the keyboard alone', async () => {
    page = await site.show('#/lessons/hello');
    const editor = page.getByRole('textbox', { name: 'exercise.wat' });
    await editor.focus();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('(module (memory (export "memory") 1) (func (export "_start") (i32.const 1)))');
    await page.keyboard.press('ControlOrMeta+Enter');
    await page.getByText(/exercise\.wat:1:\d+: error/).waitFor();
    await page.getByRole('button', { name: 'Give me a hint' }).press('Enter');
    await page.getByText('Hint 1 of').waitFor();
    await page.reload();
    await page.getByText('Hint 1 of').waitFor();
    expect(await editor.textContent()).to.include('(i32.const 1)');
    await page.getByRole('button', { name: 'Start over' }).press('Enter');
    await editor.getByText('fd_write').first().waitFor();
    await page.goto(site.address('#/lessons'));
    await page.getByRole('link', { name: 'Go on with 1.' }).waitFor();
  });

  it('accepts a right answer to the question, and opens the run of an exercise in the inspector', async () => {
    page = await site.show('#/lessons/hello');
    await page.getByText('Do you know this already?').click();
    await page.getByRole('radio').last().check();
    await page.getByRole('link', { name: 'You may go on: 2.' }).waitFor();
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await page.getByRole('link', { name: 'Open in the inspector' }).click();
    await page.locator('.inspector').getByText('fd_write').first().waitFor();
    await page.goBack();
    await page.locator('.lesson-results .unmet').first().waitFor();
  });

  it('says what to do where nothing was found or loaded', async () => {
    page = await site.show('#/reference/fd_reed');
    await page.getByText('Nothing is called “fd_reed”').waitFor();
    await page.goto(site.address('#/open'));
    await page.getByRole('link', { name: /choose an example/ }).waitFor();
    await page.goto(site.address('#/run'));
    await page.getByRole('link', { name: 'Drop it again' }).waitFor();
    await page.goto(site.address('#/nowhere'));
    await page.getByText('Drop a file here').waitFor();
  });

  for (const scheme of ['light', 'dark'] as const)
    it(`has no serious finding of axe-core in ${scheme} colours`, async () => {
      for (const view of VIEWS) {
        page = await site.show(view, { scheme });
        await page.waitForLoadState('networkidle');
        expect(await seriousFindings(page), view).to.deep.equal([]);
        await page.close();
      }
    });

  it('needs no horizontal scrolling on 400 pixels', async () => {
    for (const view of VIEWS) {
      page = await site.show(view, { width: 400 });
      await page.waitForLoadState('networkidle');
      const widths = await page.locator('html, main').evaluateAll(all =>
        // Elements of the page have no types here.
        all
          .map(each => each as unknown as { scrollWidth: number; clientWidth: number })
          .map(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth),
      );
      expect(Math.max(...widths), view).to.equal(0);
      await page.close();
    }
  });
});
