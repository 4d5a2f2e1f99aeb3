import { expect } from 'chai';
import type { FileTreeEntry } from '../../domain/index.js';
import { buildGuest } from '../adapters/node/worker-guests.js';
import { BUILD_TIMEOUT, buildC } from '../guests/build-c.js';
import { buildThreads } from '../guests/build-threads.js';
import { bundleForBrowser } from './bundle.js';
import { Chromium, findChromium, PATIENCE, type Place } from './chromium.js';
import type { ContractJob, ErrandJob, Thread } from './job.js';

const executable = findChromium();

/** The four kinds of thread that a program can run in, and what the browser gives each. */
const PLACES: readonly (Place & { readonly name: string; readonly thread: Thread; readonly step: number })[] = [
  {
    name: 'the main thread',
    isolated: false,
    worker: false,
    thread: { isolated: false, sharedArrayBuffer: false, blocks: false },
    step: 100_000,
  },
  {
    name: 'a worker',
    isolated: false,
    worker: true,
    thread: { isolated: false, sharedArrayBuffer: false, blocks: true },
    step: 100_000,
  },
  {
    name: 'the main thread of an isolated page',
    isolated: true,
    worker: false,
    thread: { isolated: true, sharedArrayBuffer: true, blocks: false },
    step: 5000,
  },
  {
    name: 'a worker of an isolated page',
    isolated: true,
    worker: true,
    thread: { isolated: true, sharedArrayBuffer: true, blocks: true },
    step: 5000,
  },
];

const SLEEP_MS = 60;

const errand: ErrandJob = {
  kind: 'errand',
  url: '/errand.wasm',
  args: ['Hello', String(SLEEP_MS)],
  answers: ['Ada Lovelace\n'],
  files: { 'in.txt': 'some text, größer\n', 'old.txt': 'to be removed' },
  console: false,
};

/** The bytes of a file. */
function content(entry: FileTreeEntry | undefined): Uint8Array {
  if (entry?.kind !== 'file') throw new Error(`it is ${entry?.kind}, not a file`);
  return entry.content;
}

const text = (entry: FileTreeEntry | undefined) => Buffer.from(content(entry)).toString();

if (executable === undefined) {
  describe('in Chromium', () => {
    if (process.env.HOSTCALL_REQUIRE_CHROMIUM === '1') {
      it('is tested', () => {
        throw new Error('HOSTCALL_REQUIRE_CHROMIUM is set, but there is no Chromium on the PATH');
      });
    } else it('is NOT tested: no Chromium on the PATH; install it, or set CHROMIUM to its path');
  });
} else {
  describe('in Chromium', function () {
    this.timeout(PATIENCE);
    let browser: Chromium;

    before(async function () {
      this.timeout(BUILD_TIMEOUT + PATIENCE);
      const [page, runs, thread, wasm, threads] = await Promise.all([
        bundleForBrowser({ file: 'dist/tests/browser/page.js' }),
        bundleForBrowser({ file: 'dist/tests/browser/runs.js' }),
        bundleForBrowser({ file: 'dist/tests/browser/thread.js' }),
        buildC('errand'),
        buildThreads(),
      ]);
      browser = await Chromium.open(executable, {
        '/page.js': { type: 'text/javascript', body: page },
        '/runs.js': { type: 'text/javascript', body: runs },
        '/thread.js': { type: 'text/javascript', body: thread },
        '/threads.wasm': { type: 'application/wasm', body: threads },
        '/errand.wasm': { type: 'application/wasm', body: wasm },
      });
    });

    after(() => browser?.close());

    afterEach(() => {
      browser.console.length = 0;
    });

    describe('runs programs in workers', () => {
      const names = ['exit', 'trap', 'compute', 'sleep', 'call', 'copy'] as const;
      const report = async (isolated: boolean) => {
        const built = await Promise.all(names.map(async name => [name, [...(await buildGuest(name))]] as const));
        const job = { kind: 'workers', guests: Object.fromEntries(built) } as const;
        return (await browser.do(job, { isolated, worker: false })).workers;
      };

      it('of an isolated page, and ends them', async () => {
        const { copied, stopped, trapped, unloadable, pooled } = (await report(true)) ?? {};
        expect(copied).to.deep.equal({
          begin: 'Hello, Ada..',
          length: 200_010,
          outcome: { kind: 'exited', exitCode: 0 },
          errnos: [0],
        });
        for (const outcome of stopped ?? [])
          expect(outcome).to.deep.equal({
            kind: 'stopped',
            reason: 'timeout',
            message: 'the guest was stopped: its time of 300 ms was up',
          });
        expect(stopped).to.have.lengthOf(3);
        expect(trapped).to.include({ kind: 'trapped', text: 'unreachable' });
        expect(unloadable).to.include({ kind: 'crashed', cause: 'exception' });
        expect(pooled?.map(({ kind }) => kind)).to.deep.equal([
          ...['exited', 'stopped', 'exited', 'exited', 'exited', 'exited'],
        ]);
      });

      it('not of a page that is not isolated, and says why', async () => {
        expect((await report(false))?.refused).to.match(/^the page is not cross-origin isolated, .*; serve it with/);
      });
    });

    describe('runs programs with threads', () => {
      const report = async (scenario: string, place: Place) =>
        (await browser.do({ kind: 'threads', url: '/threads.wasm', scenario }, place)).threads;

      for (const { name, isolated, worker } of PLACES) {
        if (!isolated) continue;
        it(`on ${name}`, async () => {
          const place = { isolated, worker };
          expect(await report('rounds', place)).to.deep.equal({ exitCode: 0, output: [], threads: [1] });
          expect(await report('greeting', place)).to.deep.equal({
            exitCode: 0,
            output: ['one', 'two', 'three'],
            threads: [1, 2, 3],
          });
          expect(await report('files', place)).to.deep.include({ exitCode: 0, output: [] });
          expect(await report('exiting', place)).to.deep.include({ exitCode: 7 });
          expect(await report('trapping', place)).to.deep.include({ failed: 'unreachable' });
          expect(browser.console).to.deep.equal([]);
        });
      }

      it('not of a page that is not isolated, and says why', async () => {
        const { failed } = (await report('greeting', { isolated: false, worker: false })) ?? {};
        expect(failed).to.match(
          /^the program is built for threads, and this host has none; run it on Node, or in a page/,
        );
      });
    });

    for (const { name, thread, step, ...place } of PLACES) {
      describe(`on ${name}`, () => {
        it('runs a program', async () => {
          const before = Date.now();
          const report = await browser.do(errand, place);
          const { exitCode, dialogue, trace, ...rest } = report.errand as NonNullable<typeof report.errand>;
          const files = new Map(rest.files);
          expect(report.thread).to.deep.equal(thread);
          expect(exitCode).to.equal(7);
          expect(dialogue).to.deep.equal([
            '1:Who? ',
            '0:Ada Lovelace\n',
            '1:Hello, Ada Lovelace in a browser',
            '0:null',
            '1:done',
            '2:no newline',
          ]);
          expect([...files.keys()]).to.deep.equal([
            'in.txt',
            'out',
            'out/capitals.txt',
            'out/link',
            'out/random',
            'out/times',
          ]);
          expect(text(files.get('out/capitals.txt'))).to.equal('SOME TEXT, GRößER\n');
          expect(files.get('out/link')).to.include({ kind: 'symlink', target: 'capitals.txt' });
          const random = content(files.get('out/random'));
          expect(random).to.have.lengthOf(256);
          // Fewer than 100 different values are practically impossible by chance.
          expect(new Set(random).size).to.be.above(100);
          const [realtime, slept, resolution] = text(files.get('out/times')).split(' ').map(Number) as [
            number,
            number,
            number,
          ];
          // Chromium's clock may be a step behind the machine's.
          expect(realtime / 1e6).to.be.within(before - 1, Date.now() + 1);
          expect(slept).to.be.within(SLEEP_MS * 1e6, SLEEP_MS * 1e6 + 60e9);
          // A step may be missed on a busy machine; it is then seen as several.
          expect(resolution % step).to.equal(0);
          expect(resolution).to.be.within(step, 10 * step);
          for (const line of [
            /^path_rename\(3<\/>, "out\/draft\.txt", 3<\/>, "out\/capitals\.txt"\) += 0$/,
            /^path_open\(3<\/>, .*"missing".*\) += -1 ENOENT /,
            /^random_get\(.*, 256\) += 0$/,
            /^fd_write\(2<stderr>, \[.*\{buf="no newline", buf_len=10\}\], 2\) += 10$/,
            /^proc_exit\(7\) += \?$/,
          ]) {
            expect(trace.filter(entry => line.test(entry))).to.have.lengthOf(1, `${line} in\n${trace.join('\n')}`);
          }
          expect(browser.console).to.deep.equal([]);
        });

        it('writes on the console, line by line, and leaves nothing behind', async () => {
          const { errand: report } = await browser.do({ ...errand, console: true }, place);
          expect(report?.exitCode).to.equal(7);
          expect(browser.console).to.deep.equal([
            'log: Who? ',
            'log: Hello, Ada Lovelace in a browser',
            'log: done',
            'error: no newline',
          ]);
        });

        it('reports a trap', async () => {
          const { errand: report } = await browser.do({ ...errand, args: ['trap', '0'] }, place);
          expect(report).to.include({ trapped: 'unreachable' });
          expect(report?.exitCode).to.equal(undefined);
        });

        const after = thread.blocks ? ['', '', 'null'] : [''];
        it(`asks ${thread.blocks ? 'again' : 'no more'} after an empty answer`, async () => {
          const { errand: report } = await browser.do({ ...errand, answers: ['Ada\n', '', ''] }, place);
          expect(report?.dialogue).to.deep.equal([
            '1:Who? ',
            '0:Ada\n',
            '1:Hello, Ada in a browser',
            ...after.map(answer => `0:${answer}`),
            '1:done',
            '2:no newline',
          ]);
          expect(report?.exitCode).to.equal(7);
        });

        const ports: ContractJob['ports'] = place.isolated
          ? ['clocks', 'engine', 'random', 'waiting']
          : ['clocks', 'waiting'];
        it(`fulfils the contracts of the ports: ${ports.join(', ')}`, async () => {
          const { tests = [] } = await browser.do({ kind: 'contract', ports }, place);
          expect(tests.filter(({ failure }) => failure !== undefined)).to.deep.equal([]);
          expect(tests.length).to.be.at.least(place.isolated ? 20 : 10);
        });
      });
    }
  });
}
