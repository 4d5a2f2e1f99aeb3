import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { askAbout, CallList, Selection, searchOrigin } from '../../application/inspection/index.js';
import { parseFilter } from '../../application/tracing/index.js';
import { hostcall, Scratch } from '../adapters/cli/command-line.js';
import { findChromium, PATIENCE } from './chromium.js';
import { esbuildRun, smallEsbuildRun } from './esbuild-run.js';
import { InspectorPages } from './inspector-page.js';
import { seriousFindings } from './site-page.js';

const executable = findChromium();
const required = process.env.HOSTCALL_REQUIRE_CHROMIUM === '1';

const counts = new Intl.NumberFormat('en');

function listOf(file: Uint8Array): CallList {
  const list = new CallList();
  list.add(file);
  list.finish();
  while (list.advance());
  return list;
}

function selected(list: CallList, filter: string): Uint32Array {
  const selection = new Selection(list, parseFilter(filter));
  while (selection.advance());
  return selection.indices;
}

/** Opens a file of a hostile name, and writes what could be taken for a page or for a terminal's commands. */
const HOSTILE = `(module
  (import "wasi_snapshot_preview1" "path_open"
    (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 2)
  (data (i32.const 0) "<img src=x onerror=document.title='owned'>")
  (data (i32.const 64) "<script>document.title='owned'</script>\\1b]0;owned\\07\\e2\\80\\ae")
  (data (i32.const 200) "\\40\\00\\00\\00\\31\\00\\00\\00")
  (func (export "_start")
    (memory.fill (i32.const 65536) (i32.const 65) (i32.const 4000))
    (drop (call $path_open (i32.const 3) (i32.const 0) (i32.const 0) (i32.const 42) (i32.const 0)
      (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 256)))
    (drop (call $path_open (i32.const 3) (i32.const 0) (i32.const 65536) (i32.const 4000) (i32.const 0)
      (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 256)))
    (drop (call $fd_write (i32.const 1) (i32.const 200) (i32.const 1) (i32.const 256)))))`;

/** Opens a file without the right to seek, seeks in it, and asks for what is above its directory. */
const LACKING = `(module
  (import "wasi_snapshot_preview1" "path_open"
    (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_seek" (func $fd_seek (param i32 i64 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "lacking.wasm")
  (data (i32.const 16) "../secret")
  (func (export "_start")
    (drop (call $path_open (i32.const 3) (i32.const 0) (i32.const 0) (i32.const 12) (i32.const 0)
      (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 64)))
    (drop (call $fd_seek (i32.load (i32.const 64)) (i64.const 1) (i32.const 0) (i32.const 72)))
    (drop (call $path_open (i32.const 3) (i32.const 0) (i32.const 16) (i32.const 9) (i32.const 0)
      (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 64)))))`;

describe('the inspector', function () {
  this.timeout(2 * PATIENCE);
  if (executable === undefined) {
    it('is NOT tested: no Chromium on the PATH; install it, or set CHROMIUM to its path', () => {
      expect(required).to.equal(false);
    });
    return;
  }

  let pages: InspectorPages;
  let page: Page;
  let file: Uint8Array;
  let list: CallList;

  before(async () => {
    file = await esbuildRun();
    list = listOf(file);
    pages = await InspectorPages.open(executable);
  });
  after(() => pages?.close());
  afterEach(async () => {
    await page?.close();
    expect(pages.complaints.splice(0)).to.deep.equal([]);
  });

  const status = () => page.locator('.status [role=status]');
  const heading = () => page.locator('.call-heading h2');

  /** Opens the large recording and waits until it has been read. */
  async function open(hash = ''): Promise<void> {
    page = await pages.show({ 'esbuild.hcr': file }, { hash });
    await status()
      .filter({ hasText: `${counts.format(list.length)} calls` })
      .waitFor();
    await heading().waitFor();
  }

  /** Waits until the call of that number is looked at. */
  async function looksAt(call: number): Promise<void> {
    await heading()
      .filter({ hasText: `#${call} ${list.name(call)}` })
      .waitFor();
    await page.locator(`#call-${call}.selected`).waitFor();
  }

  /** Waits until the list shows so many calls. */
  async function lists(count: number): Promise<void> {
    await status()
      .filter({ hasText: `${counts.format(count)} of ${counts.format(list.length)} calls` })
      .waitFor();
  }

  it('shows a recording of tens of thousands of calls', async () => {
    expect(list.length).to.be.greaterThan(10_000);
    await open();
    expect(await page.locator('.toolbar').textContent())
      .to.include('esbuild.hcr')
      .and.include('exited with 0');
    const drawn = await page.locator('.call').count();
    expect(drawn).to.be.greaterThan(10).and.below(100);
    await page.keyboard.press('End');
    await looksAt(list.length - 1);
    expect(await page.locator('.call.selected').textContent()).to.include('proc_exit');
  });

  it('does not move elements while it loads', async () => {
    await open();
    await page.locator('.hex, .quiet-text').first().waitFor();
    await page.locator('.timeline').waitFor();
    // As browsers measure it: 0.1 is what they call good. See https://web.dev/articles/cls.
    const moved = await page.evaluate(
      () =>
        new Promise<number>(resolve => {
          let sum = 0;
          // biome-ignore lint/suspicious/noExplicitAny: the tests are compiled without a browser's types
          const { PerformanceObserver: Observer } = globalThis as any;
          // biome-ignore lint/suspicious/noExplicitAny: see above
          new Observer((list: any) => {
            for (const { hadRecentInput, value } of list.getEntries()) if (!hadRecentInput) sum += value;
          }).observe({ type: 'layout-shift', buffered: true });
          setTimeout(() => resolve(sum), 300);
        }),
    );
    expect(moved).to.be.below(0.05);
  });

  it('steps forward and back', async () => {
    await open();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('j');
    await looksAt(2);
    await page.keyboard.press('ArrowUp');
    await looksAt(1);
    await page.keyboard.press('k');
    await page.keyboard.press('k');
    await looksAt(0);
    await page.getByRole('button', { name: 'One call forward' }).click();
    await looksAt(1);
    const failures = selected(list, 'status=failed');
    await page.keyboard.press('e');
    await looksAt(failures[0] as number);
    await page.keyboard.press('e');
    await looksAt(failures[1] as number);
    await page.keyboard.press('E');
    await looksAt(failures[0] as number);
  });

  it('goes to a call by its number, and by a link', async () => {
    await open('#call=1234');
    await looksAt(1234);
    await page.keyboard.press('g');
    await page.keyboard.type('4321');
    await page.keyboard.press('Enter');
    await looksAt(4321);
    await page.waitForURL(/#call=4321$/);
    await page.reload();
    await looksAt(4321);
  });

  it('filters with the expressions of -e, and says what is wrong with one', async () => {
    await open();
    await page.keyboard.press('/');
    await page.keyboard.type('%file status=failed');
    const found = selected(list, '%file status=failed');
    await lists(found.length);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Home');
    await looksAt(found[0] as number);
    await page.keyboard.press('ArrowDown');
    await looksAt(found[1] as number);

    await page.keyboard.press('/');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('fd_raed');
    const problem = page.locator('.filter [role=alert]');
    await problem.filter({ hasText: "unknown hostcall 'fd_raed'" }).waitFor();
    expect(await problem.textContent()).to.include('did you mean fd_read');
  });

  it('completes typed words', async () => {
    await open();
    await page.keyboard.press('/');
    await page.keyboard.type('path_op');
    await page.getByRole('option', { name: 'path_open' }).waitFor();
    await page.keyboard.press('Tab');
    expect(await page.getByLabel('Filter the calls').inputValue()).to.equal('path_open');
    await lists(selected(list, 'path_open').length);
    await page.keyboard.type(' status=fa');
    await page.getByRole('option', { name: 'failed' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.getByRole('option', { name: 'failed', selected: true }).waitFor();
    await page.keyboard.press('Enter');
    await lists(selected(list, 'path_open status=failed').length);
    await page.keyboard.press('Escape');
    await status()
      .filter({ hasText: `${counts.format(list.length)} calls` })
      .waitFor();
  });

  it('follows a descriptor from the call that opened it to the one that closed it', async () => {
    const { columns, descriptors } = list;
    const read = selected(list, 'fd_read')[5] as number;
    const life = descriptors?.lifeAt(columns.instances[read] as number, columns.descriptors[read] as number, read);
    const told = descriptors?.life(life as number);
    if (told?.openedBy === undefined || told.closedBy === undefined) throw new Error('the file is not closed again');
    await open(`#call=${read}`);
    await page.keyboard.press('f');
    await lists(told.uses.length);
    await page.keyboard.press('Home');
    await looksAt(told.openedBy);
    await page.keyboard.press('End');
    await looksAt(told.closedBy);
    await page.keyboard.press('f');
    await status()
      .filter({ hasText: `${counts.format(list.length)} calls` })
      .waitFor();
    await page.keyboard.press('[');
    await looksAt(told.uses.at(-2) as number);
  });

  it('shows the descriptors at a call, and marks what it changed', async () => {
    const opened = selected(list, 'path_open status=successful')[1] as number;
    await open(`#call=${opened}`);
    await page.keyboard.press('2');
    const changed = page.locator('.descriptors tr.opened');
    await changed.waitFor();
    const row = list.descriptors?.at(opened).find(({ change }) => change === 'opened');
    expect(await changed.textContent()).to.include(row?.label);
    await page.keyboard.press('ArrowDown');
    await changed.waitFor({ state: 'detached' });
    expect(await page.locator('.descriptors tbody tr').count()).to.equal(list.descriptors?.at(opened + 1).length);
  });

  it('lights up the bytes of an argument, and the argument of a byte', async () => {
    const read = selected(list, 'fd_read')[0] as number;
    await open(`#call=${read}`);
    await page.getByRole('treeitem', { name: 'nread' }).click();
    await page.locator('.byte.lit').first().waitFor();
    const lit = await page.locator('.byte.lit[data-at]').evaluateAll(bytes => bytes.length);
    // Four bytes in hexadecimal, and the same four as text.
    expect(lit).to.equal(8);
    await page.locator('.byte.buffer-1[data-at]').first().hover();
    expect(await page.locator('.argument.lit .argument-name').textContent()).to.include('buf');
  });

  it('shows where a byte comes from', async () => {
    const read = selected(list, 'fd_read path=/lib/m7.ts')[0] as number;
    await open(`#call=${read}`);
    await page.locator('.byte.buffer-1.written[data-at]').nth(5).click();
    const origin = page.locator('.origin');
    await origin.filter({ hasText: 'byte 5 of *iovs[0].buf' }).waitFor();
    const found = searchOrigin(list, await chosenByte(), read + 1, 0).all();
    const openedBy = found?.from?.chain[0]?.openedBy as number;
    expect(await origin.textContent())
      .to.include('at offset 5 of the file')
      .and.include(`path_open (call ${openedBy})`);
    await origin.getByRole('button', { name: `#${openedBy} path_open` }).click();
    await looksAt(openedBy);
  });

  async function chosenByte(): Promise<number> {
    return Number(await page.locator('.byte.chosen').first().getAttribute('data-at'));
  }

  it('explains why a call failed, with the rights that it lacks', async () => {
    const scratch = new Scratch();
    try {
      const wasm = await scratch.module('lacking.wasm', LACKING);
      hostcall(['record', '-o', `${scratch.path}/lacking.hcr`, '--dir', `${scratch.path}::/`, wasm]);
      page = await pages.show({ 'lacking.hcr': new Uint8Array(readFileSync(`${scratch.path}/lacking.hcr`)) });
      await page.locator('.call.failed').first().click();
      const failure = page.locator('.failure');
      await failure.filter({ hasText: 'lacks FD_SEEK: path_open (call 0) did not ask for it' }).waitFor();
      expect(await page.locator('.whole-line').textContent()).to.match(
        /\) = -1 ENOTCAPABLE \(Capabilities insufficient\)$/,
      );
      expect(await failure.locator('.right.missing').textContent()).to.include('FD_SEEK');
      await page.locator('.call.failed').nth(1).click();
      await failure.locator('.walk .refused').filter({ hasText: '..' }).waitFor();
    } finally {
      scratch.remove();
    }
  });

  it('asks what comes next, counts the answers, and can be ignored', async () => {
    const opened = selected(list, 'path_open status=successful')[1] as number;
    await open(`#call=${opened}`);
    await looksAt(opened);
    await page.keyboard.press('p');
    const panel = page.locator('.predict');
    await panel.waitFor();
    await page.locator(`#call-${opened + 1}`).waitFor({ state: 'detached' });
    expect(await page.locator('.toolbar').textContent()).not.to.include('exited with');
    let right = 0;
    for (let call = opened + 1; call < opened + 6; call++) {
      const question = askAbout(list, call, 1);
      if (question === undefined) throw new Error(`nothing is asked about call ${call}`);
      await panel.getByRole('heading', { name: question.text }).waitFor();
      // Every other answer is wrong.
      const choice = call % 2 === 0 ? question.answer : (question.answer + 1) % question.choices.length;
      if (choice === question.answer) right++;
      await page.keyboard.press(String(choice + 1));
      await panel.getByText(`${right} of ${call - opened} right`).waitFor();
      expect(await panel.locator('.predict-outcome').textContent()).to.include(question.explanation);
      await page.keyboard.press('Enter');
      await looksAt(call);
    }
    // Without an answer.
    await page.keyboard.press('Enter');
    await looksAt(opened + 6);
    await page.keyboard.press('ArrowDown');
    await looksAt(opened + 7);
    await panel.getByText(`${right} of 5 right`).waitFor();
    expect(await seriousFindings(page)).to.deep.equal([]);
    await page.keyboard.press('p');
    await panel.waitFor({ state: 'detached' });
    await page.keyboard.press('End');
    await looksAt(list.length - 1);
  });

  it('keeps notes, and exports and imports them as a file', async () => {
    await open('#call=7');
    await looksAt(7);
    await page.keyboard.press('n');
    await page.keyboard.type('Look <b>here</b>.');
    await page.keyboard.press('Escape');
    await page.locator('#call-7 .call-noted').waitFor();
    await page.reload();
    await page.locator('#call-7 .call-noted').waitFor();
    expect(await page.getByLabel('Note on call 7').inputValue()).to.equal('Look <b>here</b>.');
    await page.keyboard.press('3');
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export' }).click();
    const saved = readFileSync(await (await download).path(), 'utf8');
    expect(JSON.parse(saved).notes).to.deep.equal([{ call: 7, text: 'Look <b>here</b>.' }]);

    await page.getByLabel('Note on call 7').fill('');
    await page.locator('#call-7 .call-noted').waitFor({ state: 'detached' });
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Import' }).click();
    await (await chooser).setFiles({ name: 'notes.json', mimeType: 'application/json', buffer: Buffer.from(saved) });
    await page.locator('#call-7 .call-noted').waitFor();
  });

  it('compares two runs', async () => {
    page = await pages.show({ 'whole.hcr': await smallEsbuildRun(false), 'missing.hcr': await smallEsbuildRun(true) });
    await page.locator('.pair-b').first().waitFor();
    await page
      .locator('.comparison')
      .filter({ hasText: 'missing.hcr' })
      .filter({ hasText: 'This run exited with 0; the other exited with 1.' })
      .waitFor();
    await page.locator('.pair-a').first().click();
    const number = await page.locator('.pair.selected .call-number').textContent();
    await page.locator(`#call-${number}.selected`).waitFor();
    await page.close();
    page = await pages.show({ 'one.hcr': await smallEsbuildRun(false), 'other.hcr': await smallEsbuildRun(false) });
    await page.getByText('Both runs make the same calls, and get the same.').waitFor();
  });

  it('limits the list to a part of the time', async () => {
    await open();
    const field = page.locator('#timeline');
    const box = await field.boundingBox();
    if (box === null) throw new Error('the timeline is not there');
    await page.mouse.move(box.x + 20, box.y + 10);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2, box.y + 10, { steps: 4 });
    await page.mouse.up();
    await status()
      .filter({ hasText: ` of ${counts.format(list.length)} calls` })
      .waitFor();
    await page.getByRole('button', { name: /^Only .* of the time; show all$/ }).click();
    await status()
      .filter({ hasText: `${counts.format(list.length)} calls` })
      .waitFor();
  });

  it('can be used with the keyboard alone', async () => {
    await open();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys and colours' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    const reached = new Set<string>();
    for (let i = 0; i < 40; i++) {
      await page.keyboard.press('Tab');
      reached.add(
        await page.evaluate(() => {
          // biome-ignore lint/suspicious/noExplicitAny: the tests are compiled without a browser's types
          const element = (globalThis as any).document.activeElement;
          return element.getAttribute('aria-label') ?? element.id ?? element.className;
        }),
      );
    }
    for (const name of [
      'Filter the calls',
      'Open',
      'Keys',
      'Calls',
      'Width of the panes',
      'tab-call',
      'Arguments and results',
    ])
      expect([...reached]).to.include(name);
    expect([...reached].some(name => name.startsWith('Timeline of'))).to.equal(true);
  });

  it('accepts a key pressed as soon as a dialog has closed', async () => {
    await open();
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
    // In the task in which it goes, before the browser has drawn anything: a busy one draws much later.
    const reached = await page.evaluate(
      () =>
        new Promise<string>(resolve => {
          // biome-ignore lint/suspicious/noExplicitAny: the tests are compiled without a browser's types
          const { document, KeyboardEvent: Key, MutationObserver: Observer } = globalThis as any;
          const observer = new Observer(() => {
            if (document.querySelector('dialog') !== null) return;
            observer.disconnect();
            document.activeElement.dispatchEvent(new Key('keydown', { key: '/', bubbles: true, cancelable: true }));
            resolve(document.activeElement.id);
          });
          observer.observe(document.querySelector('.inspector'), { childList: true, subtree: true });
          document.querySelector('dialog button').click();
        }),
    );
    expect(reached).to.equal('filter');
  });

  it('focuses the field that a key leads to before the next key', async () => {
    await open();
    for (const [key, ctrlKey, label] of [
      ['f', true, 'Find text or bytes'],
      ['g', false, 'Number of the call'],
    ] as const) {
      const reached = await page.evaluate(
        async init => {
          // biome-ignore lint/suspicious/noExplicitAny: the tests are compiled without a browser's types
          const { document, KeyboardEvent: Key } = globalThis as any;
          document.body.dispatchEvent(new Key('keydown', { ...init, bubbles: true, cancelable: true }));
          // Everything is drawn when this task ends.
          await null;
          const { activeElement } = document;
          return activeElement.ariaLabel ?? activeElement.closest('label')?.textContent;
        },
        { key, ctrlKey },
      );
      expect(reached).to.equal(label);
      await page.keyboard.press('Escape');
    }
  });

  for (const scheme of ['light', 'dark'] as const)
    it(`has no serious findings of axe-core in ${scheme} colours`, async () => {
      const failure = selected(list, 'status=failed')[0] as number;
      page = await pages.show({ 'esbuild.hcr': file }, { scheme, hash: `#call=${failure}` });
      await page.locator('.failure').waitFor();
      expect(await seriousFindings(page), 'call').to.deep.equal([]);
      await page.getByRole('treeitem').first().click();
      for (const [key, view] of [
        ['2', '.descriptors'],
        ['3', '.note-editor'],
        ['4', '.notice'],
        ['?', '.key-groups'],
      ] as const) {
        await page.keyboard.press(key);
        await page.locator(view).waitFor();
        expect(await seriousFindings(page), view).to.deep.equal([]);
      }
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await page.keyboard.press('/');
      await page.keyboard.type('sta');
      await page.getByRole('option').first().waitFor();
      expect(await seriousFindings(page), 'filter').to.deep.equal([]);
    });

  it('fits 400 pixels', async () => {
    page = await pages.show({ 'esbuild.hcr': file }, { width: 400 });
    await heading().waitFor();
    for (const key of ['1', '2', '3', '4']) {
      await page.keyboard.press(key);
      // biome-ignore lint/suspicious/noExplicitAny: the tests are compiled without a browser's types
      const wide = await page.evaluate(() => (globalThis as any).document.documentElement.scrollWidth);
      expect(wide).to.equal(400);
    }
  });

  it('shows the output of a hostile program as text', async () => {
    const scratch = new Scratch();
    try {
      const wasm = await scratch.module('hostile.wasm', HOSTILE);
      hostcall(['record', '-o', `${scratch.path}/hostile.hcr`, '--dir', `${scratch.path}::/`, wasm]);
      page = await pages.show({ '<b>hostile<b>.hcr': new Uint8Array(readFileSync(`${scratch.path}/hostile.hcr`)) });
      for (const call of [0, 1, 2]) {
        await page.locator(`#call-${call}.selected`).waitFor();
        await page.locator('.argument').first().waitFor();
        for (const key of ['2', '3', '1']) await page.keyboard.press(key);
        await page.keyboard.press('ArrowDown');
      }
      expect(await page.locator('.calls').textContent()).to.include("<img src=x onerror=document.title='owned'>");
      expect(await page.locator('.inspector :is(img, script, b)').count()).to.equal(0);
      expect(await page.title()).to.equal('hostcall inspector');
    } finally {
      scratch.remove();
    }
  });

  it('reports what is wrong with a file, and shows the part before it', async () => {
    page = await pages.show({ 'cut.hcr': file.subarray(0, file.length - 1000) });
    await page.getByRole('alert').filter({ hasText: 'cut.hcr: the recording is cut off' }).waitFor();
    expect(await page.locator('.call').count()).to.be.greaterThan(10);
    await page.close();
    const damaged = Uint8Array.from(file);
    damaged[200] = (damaged[200] as number) ^ 0xff;
    page = await pages.show({ 'damaged.hcr': damaged });
    await page.getByRole('alert').filter({ hasText: 'damaged.hcr: the recording is damaged' }).waitFor();
    await page.getByRole('button', { name: 'Open a file' }).waitFor();
  });

  it('shows text and NDJSON traces', async () => {
    const scratch = new Scratch();
    try {
      const recording = scratch.file('run.hcr', await smallEsbuildRun(true));
      const small = listOf(await smallEsbuildRun(true));
      for (const format of ['text', 'ndjson']) {
        const { stdout } = hostcall(['replay', recording, '--print', '--format', format]);
        page = await pages.show({ [`run.${format}`]: stdout });
        await status()
          .filter({ hasText: `${counts.format(small.length)} calls` })
          .waitFor();
        await page.keyboard.press('e');
        await page.locator('.call.selected.failed').waitFor();
        await page.getByText('A trace has the lines of the calls alone.').waitFor();
        await page.keyboard.press('2');
        await page.getByText('A trace does not tell the descriptors').waitFor();
        await page.close();
      }
    } finally {
      scratch.remove();
    }
  });

  it('opens a file that is chosen', async () => {
    page = await pages.show({ 'esbuild.hcr': file });
    await heading().waitFor();
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Open', exact: true }).click();
    await (await chooser).setFiles({
      name: 'small.hcr',
      mimeType: 'application/octet-stream',
      buffer: Buffer.from(await smallEsbuildRun(false)),
    });
    await page.getByRole('heading', { name: 'small.hcr' }).waitFor();
  });
});
