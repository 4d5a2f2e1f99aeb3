import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { findChromium, PATIENCE } from './chromium.js';
import { type Imported, SpeedscopePage } from './speedscope-page.js';

const golden = (name: string) =>
  fileURLToPath(new URL(`../../../tests/application/formats/exporters/golden/${name}`, import.meta.url));

/** The profiles that speedscope exports: its name, and how often each frame opens in it. */
function openings({ exported }: Imported): Record<string, Record<string, number>> {
  const { profiles, shared } = JSON.parse(exported);
  const found: Record<string, Record<string, number>> = {};
  for (const { name, events } of profiles) {
    const counts: Record<string, number> = {};
    for (const { type, frame } of events) {
      const called = shared.frames[frame].name;
      if (type === 'O') counts[called] = (counts[called] ?? 0) + 1;
    }
    found[name] = counts;
  }
  return found;
}

const executable = findChromium();
const required = process.env.HOSTCALL_REQUIRE_CHROMIUM === '1';

describe('speedscope', function () {
  this.timeout(2 * PATIENCE);
  if (executable === undefined) {
    it('is NOT asked: no Chromium on the PATH; install it, or set CHROMIUM to its path', () => {
      expect(required).to.equal(false);
    });
    return;
  }

  let speedscope: SpeedscopePage;

  before(async () => {
    speedscope = await SpeedscopePage.open(executable);
  });
  after(() => speedscope?.close());

  it('opens a profile of hostcalls', async () => {
    const imported = await speedscope.import(golden('notes.speedscope.json'));
    expect(imported.title).to.equal('notes.wasm exited with 7 - speedscope');
    expect(imported.console).to.include('Importing as speedscope json file');
    expect(openings(imported)).to.deep.equal({
      'notes.wasm': {
        'notes.wasm': 1,
        path_open: 2,
        '/notes.txt': 2,
        '/gone': 1,
        fd_read: 1,
        fd_write: 1,
        stdout: 1,
        clock_time_get: 1,
        proc_exit: 1,
      },
    });
  });

  it('opens a trace for Chrome, as a profile for each descriptor', async () => {
    const imported = await speedscope.import(golden('notes.json'));
    expect(imported.console).to.include('Importing as Trace Event Format profile');
    // It has the arguments in the names of its frames.
    const names = Object.entries(openings(imported)).map(([thread, counts]) => [
      thread,
      Object.keys(counts).map(frame => frame.replace(/ \{.*/s, '')),
    ]);
    expect(Object.fromEntries(names)).to.deep.equal({
      'notes.wasm (pid 1), no descriptor (tid 1)': ['clock_time_get', 'proc_exit'],
      'notes.wasm (pid 1), descriptor 1 (tid 3)': ['fd_write'],
      'notes.wasm (pid 1), descriptor 3 (tid 5)': ['path_open', 'path_open'],
      'notes.wasm (pid 1), descriptor 4 (tid 6)': ['fd_read'],
    });
  });
});
