import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { build } from 'esbuild';
import fc from 'fast-check';
import type { RawArgument } from '../../application/abi/index.js';
import { EventRecord } from '../../application/formats/index.js';
import type { CallList } from '../../application/inspection/index.js';
import * as inspection from '../../application/inspection/index.js';
import * as sentences from '../../application/sentences/index.js';
import { type Abi, TraceHub } from '../../application/tracing/index.js';
import { everyHostcall, type HostcallName, signatureOf } from '../../domain/index.js';
import { pagePlugins } from '../../tools/inspector.js';
import { put, SIZE } from '../application/tracing/random-calls.js';
import { TracedGuest } from '../application/tracing/traced-guest.js';
import { repository } from '../guests/build-cache.js';
import { keptRecording } from '../guests/recorded-run.js';

const root = fileURLToPath(repository);

/** The parts of the details of a call. */
type Details = Pick<typeof inspection, 'CallList' | 'memoryOfCall'> & Pick<typeof sentences, 'callSentence'>;
type PageDetails = Details & {
  readonly has: (name: HostcallName) => boolean;
  readonly load: (name: HostcallName) => Promise<unknown>;
};

const ENTRY = `export { CallList } from './application/inspection/call-list.js';
export { memoryOfCall } from './application/inspection/memory/call-memory.js';
export { callSentence } from './application/sentences/call-sentence.js';
export { hasHostcallTexts as has, loadHostcallTexts as load } from './adapters/inspector/loading.js';`;

/** Numbers that are values of enumerations, lengths, or pointers into the memory. */
const small = fc.oneof(fc.nat(12), fc.nat(SIZE / 2));
const flags = fc.bigInt({ min: 0n, max: 2n ** 32n });

/** A recording of calls of one hostcall, with any arguments. */
function recordingOf(name: HostcallName, abi: Abi): Uint8Array {
  const guest = new TracedGuest(abi, new TraceHub(EventRecord, { whole: true }), ['one', 'two words']);
  guest.attach({ buffer: new ArrayBuffer(SIZE) });
  const { recording, file } = keptRecording();
  guest.hub.hostcalls$.subscribe(call => recording.add(call));
  const { params } = signatureOf(name);
  const args = fc.tuple(...params.map(({ type }) => (type === 'i64' ? flags : small) as fc.Arbitrary<RawArgument>));
  const words = fc
    .array(small, { minLength: 10, maxLength: 30 })
    .map(numbers => new Uint8Array(Uint32Array.from(numbers).buffer));
  for (const [passed, before, after] of fc.sample(fc.tuple(args, words, words), 15)) {
    fill(guest.memory.u8, before);
    guest.call(name, passed, () => {
      // A count that a program has made up would be taken for that of addresses.
      fill(guest.memory.u8, name === 'sock_getaddrinfo' ? new Uint8Array(1) : after);
      return 0;
    });
  }
  recording.end({ exitCode: 0 });
  return file();
}

/** Writes the same bytes over and over. */
function fill(memory: Uint8Array, bytes: Uint8Array): void {
  for (let at = 0; at < memory.length; at += bytes.length) put(memory, bytes, at);
}

/** All that the details say of the calls of a recording. */
function saidOf({ CallList: List, memoryOfCall, callSentence }: Details, file: Uint8Array): unknown[] {
  const list: CallList = new List();
  list.add(file);
  list.finish();
  while (list.advance());
  return Array.from({ length: list.length }, (_, call) => {
    const event = list.event(call);
    if (event === undefined) throw new Error(`call ${call} was not recorded`);
    return JSON.parse(JSON.stringify([list.line(call), callSentence(event), memoryOfCall(event)]));
  });
}

describe('The part of a page that is loaded on demand', function () {
  this.timeout(60_000);
  const folder = mkdtempSync(join(tmpdir(), 'hostcall-later-'));
  const file = join(folder, 'details.mjs');
  after(() => rmSync(folder, { recursive: true }));

  before(async () => {
    const { outputFiles } = await build({
      absWorkingDir: root,
      stdin: { contents: ENTRY, resolveDir: join(root, 'dist') },
      bundle: true,
      format: 'esm',
      target: 'es2022',
      platform: 'browser',
      plugins: pagePlugins(root),
      write: false,
    });
    writeFileSync(file, outputFiles[0]?.contents ?? '');
  });

  it('is complete for a hostcall once its texts have been loaded', async () => {
    const whole: Details = { ...inspection, ...sentences };
    let page: PageDetails | undefined;
    for (const name of everyHostcall) {
      // Another page for each load, so that nothing is left from an earlier one.
      if (page?.has(name) !== true) {
        page = (await import(`${pathToFileURL(file)}?${name}`)) as PageDetails;
        await page.load(name);
      }
      for (const abi of ['preview1', 'unstable'] as const) {
        const recording = recordingOf(name, abi);
        expect(saidOf(page, recording), `${name} of ${abi}`).to.deep.equal(saidOf(whole, recording));
      }
    }
  });
});
