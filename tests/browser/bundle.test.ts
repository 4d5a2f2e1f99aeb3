import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { repository } from '../guests/build-cache.js';
import { bundleForBrowser } from './bundle.js';

/** How far the page may be off, as a part of the whole. */
const SLACK = 0.05;

const page = readFileSync(new URL('docs/browser.md', repository), 'utf8');

const ALONE = `import { runProgram } from 'hostcall';
import { browserPorts } from 'hostcall/browser';
export const run = wasm => runProgram(browserPorts(), wasm);`;

const WITHOUT_INVERSIFY = `import { createRuntime, formatStrace } from 'hostcall';
import { browserPorts } from 'hostcall/browser';
const runtime = createRuntime(browserPorts());
runtime.hostcalls$.subscribe(call => console.debug(formatStrace(call)));
export const run = wasm => runtime.run(wasm);`;

const WITH_INVERSIFY = `import { assemble } from 'hostcall';
import { browserWorld } from 'hostcall/browser';
export const run = wasm => assemble(browserWorld().module).run(wasm);`;

describe('bundled for browsers', () => {
  for (const [call, code, traces, inversify] of [
    ['runProgram(browserPorts(), wasm)', ALONE, false, false],
    ['createRuntime(browserPorts())', WITHOUT_INVERSIFY, true, false],
    ['assemble(browserWorld().module)', WITH_INVERSIFY, true, true],
  ] as const) {
    // That it can be bundled for browsers without further ado is half of the test: a module of Node's would be missing.
    it(`${call} is as large as the page on browsers says`, async () => {
      const text = await bundleForBrowser({ code }, { minify: true });
      expect(text.includes('inversify')).to.equal(inversify);
      for (const word of ['<unfinished ...>', 'unsubscribe', 'markInjected'])
        expect(text.includes(word), word).to.equal(traces);
      const row = page.split('\n').find(line => line.startsWith(`| \`${call}\``));
      const [said, saidPacked] = (row?.match(/\d+(?= KiB)/g) ?? []).map(Number) as [number, number];
      expect(text.length / 1024).to.be.closeTo(said, said * SLACK);
      expect(gzipSync(text, { level: 9 }).length / 1024).to.be.closeTo(saidPacked, saidPacked * SLACK);
    });
  }
});
