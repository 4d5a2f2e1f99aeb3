import { expect } from 'chai';
import type { Page } from 'playwright-core';
import {
  CallList,
  CallSorting,
  type CallSortOrder,
  Selection,
  TextSearch,
} from '../../application/inspection/index.js';
import { parseFilter } from '../../application/tracing/index.js';
import { findChromium, PATIENCE } from './chromium.js';
import { esbuildRun, smallEsbuildRun } from './esbuild-run.js';
import { InspectorPages } from './inspector-page.js';
import { seriousFindings } from './site-page.js';

const executable = findChromium();
const required = process.env.HOSTCALL_REQUIRE_CHROMIUM === '1';

const counts = new Intl.NumberFormat('en');

describe('the list of the inspector', function () {
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
  const list = new CallList();

  before(async () => {
    file = await esbuildRun();
    list.add(file);
    list.finish();
    while (list.advance());
    pages = await InspectorPages.open(executable);
  });
  after(() => pages?.close());
  afterEach(async () => {
    await page?.close();
    expect(pages.complaints.splice(0)).to.deep.equal([]);
  });

  const status = () => page.locator('.status [role=status]');
  const heading = (name: string) => page.getByRole('columnheader', { name, exact: true });

  async function open(hash = ''): Promise<void> {
    page = await pages.show({ 'esbuild.hcr': file }, { hash });
    await status()
      .filter({ hasText: `${counts.format(list.length)} calls` })
      .waitFor();
    await page.locator('.call-heading h2').waitFor();
  }

  async function looksAt(call: number): Promise<void> {
    await page
      .locator('.call-heading h2')
      .filter({ hasText: `#${call} ${list.name(call)}` })
      .waitFor();
    await page.locator(`#call-${call}.selected`).waitFor();
  }

  function selected(filter: string): Uint32Array {
    const selection = new Selection(list, parseFilter(filter));
    while (selection.advance());
    return selection.indices;
  }

  function sorted(calls: Uint32Array, order: CallSortOrder): Uint32Array {
    const sorting = new CallSorting(list.columns, calls, order);
    while (sorting.advance());
    return sorting.sorted;
  }

  const all = () => new Uint32Array(list.length).map((_, call) => call);

  /** Waits until the first rows of the list are those calls. */
  async function begins(calls: Uint32Array): Promise<void> {
    for (const [row, call] of [...calls.subarray(0, 3)].entries())
      await page.locator(`#call-${call}[aria-rowindex="${row + 2}"]`).waitFor();
  }

  it('can be sorted by a column: ascending, descending, and in the original order', async () => {
    await open();
    const took = heading('time that it took');
    await took.getByRole('button').click();
    await begins(sorted(all(), { by: 'duration', descending: false }));
    expect(await took.getAttribute('aria-sort')).to.equal('ascending');
    await took.getByRole('button').click();
    const longest = sorted(all(), { by: 'duration', descending: true });
    await begins(longest);
    expect(await took.getAttribute('aria-sort')).to.equal('descending');
    await page.waitForURL(/[#&]sort=-duration(&|$)/);

    // Steps go through the rows as they are sorted.
    await page.keyboard.press('Home');
    await looksAt(longest[0] as number);
    await page.keyboard.press('ArrowDown');
    await looksAt(longest[1] as number);
    await page.waitForURL(new RegExp(`[#&]call=${longest[1]}(&|$)`));
    await page.reload();
    await looksAt(longest[1] as number);
    await begins(longest);

    await took.getByRole('button').click();
    // The call that is looked at stays in view.
    await page.locator(`#call-${longest[1]}.selected[aria-rowindex="${(longest[1] as number) + 2}"]`).waitFor();
    expect(await took.getAttribute('aria-sort')).to.equal('none');
    await page.waitForURL(({ hash }) => !hash.includes('sort'));
    await page.keyboard.press('Home');
    await begins(all());
  });

  it('can be sorted beside a filter, and with the keyboard alone', async () => {
    await open();
    await page.keyboard.press('/');
    await page.keyboard.type('fd_read');
    await page.keyboard.press('Enter');
    const reads = selected('fd_read');
    await begins(reads);
    await page.keyboard.press('s');
    // From the first heading to the result, and back to the call.
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowLeft']) await page.keyboard.press(key);
    expect(await page.evaluate('document.activeElement.getAttribute("aria-label")')).to.equal('call');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await begins(sorted(reads, { by: 'time', descending: true }));
    await page.keyboard.press('/');
    await page.keyboard.press('Escape');
    await status()
      .filter({ hasText: new RegExp(`^${counts.format(list.length)} calls$`) })
      .waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Home');
    await begins(sorted(all(), { by: 'time', descending: true }));
  });

  it('is filtered and sorted as a link says, with the selected call', async () => {
    const [filter, order] = ['%desc status=failed', { by: 'duration', descending: true }] as const;
    await open();
    await page.keyboard.press('/');
    await page.keyboard.type(filter);
    await page.keyboard.press('Enter');
    const failures = selected(filter);
    await begins(failures);
    const took = heading('time that it took');
    await took.getByRole('button').click();
    await took.getByRole('button').click();
    const longest = sorted(failures, order);
    await begins(longest);
    await page.locator('.calls').focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowDown');
    const call = longest[1] as number;
    await looksAt(call);
    await page.waitForURL(({ hash }) => hash.includes(`call=${call}`) && hash.includes('filter=%25desc%20'));
    const link = page.url();

    const isAsLinked = async () => {
      await looksAt(call);
      await begins(longest);
      expect(await page.locator('#filter').inputValue()).to.equal(filter);
      expect(await took.getAttribute('aria-sort')).to.equal('descending');
    };
    await page.reload();
    await isAsLinked();
    // A link that is followed while the page is open is taken as well.
    await page.goto(link.replace(/#.*/, '#call=0'));
    await looksAt(0);
    await page.waitForFunction('document.querySelector("#filter").value === ""');
    await begins(all());
    await page.goto(link);
    await isAsLinked();

    await page.keyboard.press('/');
    await page.keyboard.press('Escape');
    await page.waitForURL(({ hash }) => !hash.includes('filter'));
  });

  it('has the columns that are chosen, in every visit', async () => {
    await open();
    expect(await page.getByRole('columnheader').count()).to.equal(5);
    await page.keyboard.press('c');
    const dialog = page.getByRole('dialog', { name: 'Columns' });
    await dialog.getByLabel('bytes moved').check();
    await dialog.getByLabel('descriptor').check();
    await dialog.getByLabel('seconds since the first call').uncheck();
    expect(await dialog.getByLabel('number').isDisabled()).to.equal(true);
    expect(await seriousFindings(page)).to.deep.equal([]);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    const shown = async () =>
      (await page.getByRole('columnheader').allTextContents()).map(text => text.trim()).join(' ');
    expect(await shown()).to.equal('# fd call result bytes took');
    const [most] = sorted(all(), { by: 'bytes', descending: true });
    await page.reload();
    await heading('bytes moved').getByRole('button').click();
    await heading('bytes moved').getByRole('button').click();
    const row = page.locator(`#call-${most}`);
    await row.waitFor();
    expect(await shown()).to.equal('# fd call result bytes took');
    expect(await row.locator('.call-bytes').textContent()).to.equal(
      counts.format(list.columns.bytes[most as number] as number),
    );
    expect(await row.locator('.call-descriptor').textContent()).to.equal(
      String(list.columns.descriptor(most as number)),
    );
    // Back to the usual ones, which other tests expect.
    await page.getByRole('button', { name: 'Columns' }).click();
    await dialog.getByLabel('bytes moved').uncheck();
    await dialog.getByLabel('descriptor').uncheck();
    await dialog.getByLabel('seconds since the first call').check();
    await page.keyboard.press('Escape');
  });

  it('can be searched for text, in lines and in buffers, beside a filter', async () => {
    // A text that stands behind the part of a buffer that a line shows.
    const read = selected('fd_read').find(call => (list.columns.bytes[call] as number) > 100) as number;
    const lines = new TextDecoder().decode(list.event(read)?.data?.subarray(32)).split('\n');
    const wanted = lines.slice(1).find(({ length }) => length > 8) as string;
    expect(list.line(read)).not.to.include(wanted);
    const search = new TextSearch(list, wanted);
    while (search.advance());
    const found = [...all()].filter(call => search.has(call));
    expect(found).to.include(read);

    await open();
    await page.keyboard.press('Control+f');
    const field = page.getByLabel('Find text or bytes');
    await field.fill(wanted);
    const count = page.locator('#find-count');
    await count.filter({ hasText: new RegExp(`^${counts.format(found.length)} found$`) }).waitFor();
    await field.press('Enter');
    await looksAt(found[0] as number);
    await count.filter({ hasText: `1 of ${counts.format(found.length)}` }).waitFor();
    expect(await page.locator(`#call-${found[0]}`).getAttribute('class')).to.include('found');
    expect(await seriousFindings(page)).to.deep.equal([]);
    // Behind the first is the last.
    await field.press('Shift+Enter');
    await looksAt(found.at(-1) as number);
    await page.locator('.calls').focus();
    await page.keyboard.press('F3');
    await looksAt(found[0] as number);

    // A filter hides what was found, and says so.
    await page.keyboard.press('/');
    await page.keyboard.type('path_open');
    await count.filter({ hasText: `none, ${counts.format(found.length)} not shown` }).waitFor();
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Delete');
    await page.keyboard.press('Control+f');
    await page.locator('#find:focus').waitFor();
    await page.keyboard.press('Escape');
    await field.waitFor({ state: 'detached' });
    expect(await page.locator('.call.found').count()).to.equal(0);
  });

  it('leads to the bytes of a match that is not in the line', async () => {
    // Far behind the bytes that are shown at first.
    const read = selected('fd_read').find(call => (list.columns.bytes[call] as number) > 3000) as number;
    const lines = new TextDecoder().decode(list.event(read)?.data?.subarray(2000)).split('\n');
    const wanted = lines
      .slice(1)
      .find(line => /^[ -~]{12,}$/.test(line))
      ?.slice(0, 12) as string;

    await open(`#call=${read}`);
    await page.keyboard.press('Control+f');
    await page.getByLabel('Find text or bytes').fill(wanted);
    const marked = page.locator('.byte.found');
    await marked.first().waitFor();
    // Each byte stands there twice: as a number, and as a character.
    await page.waitForFunction(`document.querySelectorAll('.byte.found').length === 2 * ${wanted.length}`);
    const characters = (await marked.allTextContents()).filter(text => text.length === 1).join('');
    expect(characters).to.equal(wanted);
    const isInView = `(() => {
      const byte = document.querySelector('.byte.found').getBoundingClientRect();
      const pane = document.querySelector('.byte.found').closest('[role=tabpanel]').getBoundingClientRect();
      return byte.top >= pane.top && byte.bottom <= pane.bottom;
    })()`;
    await page.waitForFunction(isInView);
    expect(
      await page
        .getByRole('button', { name: /more bytes$/ })
        .first()
        .textContent(),
    ).to.match(/^\d+ more bytes$/);
    expect(await seriousFindings(page)).to.deep.equal([]);

    // The arrow keys go on from there.
    const address = Number(await marked.first().getAttribute('data-at'));
    const memory = page.getByRole('application', { name: `What is searched for is at 0x${address.toString(16)}.` });
    await memory.focus();
    await page.keyboard.press('ArrowRight');
    await page
      .locator(`.byte.chosen[data-at="${address + 1}"]`)
      .first()
      .waitFor();

    // Another call and back, by keys alone.
    await page.locator('.calls').focus();
    await page.keyboard.press('ArrowDown');
    await looksAt(read + 1);
    await page.keyboard.press('F3');
    await page.waitForFunction(isInView);
    await page.keyboard.press('Escape');
    await marked.first().waitFor({ state: 'detached' });
  });

  it('finds the next call in the order of the list', async () => {
    await open('#sort=-time');
    const failures = selected('status=failed');
    expect(failures.length).to.be.greaterThan(1);
    await page.keyboard.press('Control+f');
    await page.keyboard.type(') = -1 E');
    await page
      .locator('#find-count')
      .filter({ hasText: counts.format(failures.length) })
      .waitFor();
    await page.keyboard.press('Enter');
    const latest = sorted(failures, { by: 'time', descending: true });
    const place = (await page.locator('#find-count').textContent()) ?? '';
    expect(place).to.match(/^[\d,]+ of /);
    const at = Number(place.split(' ')[0]?.replace(',', '')) - 1;
    await looksAt(latest[at] as number);
    await page.keyboard.press('Enter');
    await looksAt(latest[(at + 1) % latest.length] as number);
  });

  it('opens a file that is dropped on the page', async () => {
    page = await pages.show({ 'esbuild.hcr': file });
    await page.locator('.call-heading h2').waitFor();
    const bytes = Buffer.from(await smallEsbuildRun(false)).toString('base64');
    const transfer = await page.evaluateHandle(content => {
      // biome-ignore lint/suspicious/noExplicitAny: the tests are compiled without a browser's types
      const { DataTransfer: Transfer, File: Dropped, atob: decode } = globalThis as any;
      const transferred = new Transfer();
      const data = Uint8Array.from(decode(content) as string, character => character.charCodeAt(0));
      transferred.items.add(new Dropped([data], 'dropped.hcr'));
      return transferred;
    }, bytes);
    await page.dispatchEvent('.calls', 'dragover', { dataTransfer: transfer });
    await page.locator('.inspector.dropping').waitFor();
    await page.dispatchEvent('.calls', 'dragleave', { dataTransfer: transfer });
    await page.locator('.inspector:not(.dropping)').waitFor();
    await page.dispatchEvent('.calls', 'dragover', { dataTransfer: transfer });
    await page.dispatchEvent('.calls', 'drop', { dataTransfer: transfer });
    await page.getByRole('heading', { name: 'dropped.hcr' }).waitFor();
    await page.locator('.inspector:not(.dropping)').waitFor();
    const small = new CallList();
    small.add(await smallEsbuildRun(false));
    small.finish();
    while (small.advance());
    await status()
      .filter({ hasText: `${counts.format(small.length)} calls` })
      .waitFor();
    // A file that is not a run is reported.
    const text = await page.evaluateHandle(() => {
      // biome-ignore lint/suspicious/noExplicitAny: see above
      const { DataTransfer: Transfer, File: Dropped } = globalThis as any;
      const transferred = new Transfer();
      transferred.items.add(new Dropped(['nothing of that kind\n'], 'notes.txt'));
      return transferred;
    });
    await page.dispatchEvent('.calls', 'drop', { dataTransfer: text });
    await page.getByRole('alert').filter({ hasText: 'notes.txt: line 1 is not a line of a trace.' }).waitFor();
  });
});
