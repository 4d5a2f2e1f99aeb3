import { expect } from 'chai';
import fc from 'fast-check';
import { fromTar, memoryDirectory, snapshot, symlink, toTar } from '../../adapters/memory/index.js';
import { framesIn } from '../../adapters/web/guest-stack.js';
import { comparable } from '../../application/comparison/comparable.js';
import { stepsOfJson, stepsOfText, TraceFormatError } from '../../application/comparison/index.js';
import { ConfigurationError } from '../../application/errors.js';
import { parseHostcallSet } from '../../application/hostcall-set.js';
import { parseTampering } from '../../application/interception/index.js';
import { functionSymbols, readSections } from '../../application/modules/index.js';
import { RecordingError, readRecording, stepsOfRecording } from '../../application/recording/index.js';
import { recordSample } from '../application/recording/sample-run.js';
import { buildWat } from '../guests/build-wat.js';

/** Characters of what is read for a byte of what is read from, and what there always is. */
const MOST = 400;
const ALWAYS = 10_000;

/** What readers throw at what they cannot read. */
const REFUSALS = [RecordingError, TraceFormatError, ConfigurationError];

/** Reads bytes, and gives all that it has read as text. */
type Reader = (bytes: Uint8Array) => Iterable<unknown> | Promise<Iterable<unknown>>;

const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const linesOf = (bytes: Uint8Array) => textOf(bytes).split('\n');

function* compared(items: ReturnType<typeof stepsOfText>): Generator<unknown> {
  for (const item of items) yield 'args' in item ? [item, comparable(item, false), comparable(item, true)] : item;
}

export const readers: Readonly<Record<string, Reader>> = {
  *recording(bytes) {
    for (const call of readRecording(bytes, { partial: true }).calls()) yield [call.text(), call];
  },
  *'recording to compare'(bytes) {
    yield* compared(stepsOfRecording(readRecording(bytes, { partial: true })));
  },
  'text trace': bytes => compared(stepsOfText(linesOf(bytes))),
  'JSON trace': bytes => compared(stepsOfJson(linesOf(bytes))),
  module: bytes => {
    const symbols = functionSymbols(bytes, 'm');
    const { proposals, ...sections } = readSections(bytes);
    return [sections, ...proposals, symbols.nameOf(1), symbols.startOf(1)];
  },
  stack: bytes => framesIn(textOf(bytes)),
  'set of hostcalls': bytes => parseHostcallSet(textOf(bytes)),
  tampering: bytes => [parseTampering(textOf(bytes))],
  archive: async bytes => [...(await fromTar(bytes))].map(([path, entry]) => [path, entry.kind]),
};

/**
 * Has a reader read bytes.
 * @returns whether it read them, or refused them in a sentence
 * @throws any other error
 */
export async function isRead(reader: Reader, bytes: Uint8Array): Promise<boolean> {
  let size = 0;
  try {
    for (const item of await reader(bytes)) {
      size += (JSON.stringify(item) ?? '').length;
      expect(size).to.be.lessThan(ALWAYS + MOST * bytes.length);
    }
    return true;
  } catch (error) {
    if (!REFUSALS.some(kind => error instanceof kind)) throw error;
    expect((error as Error).message)
      .to.match(/^.+$/s)
      .and.to.have.length.lessThan(ALWAYS + 8 * bytes.length);
    return false;
  }
}

/** Something that each reader reads. */
export async function readable(): Promise<ReadonlyMap<string, Uint8Array>> {
  const samples = new Map<string, Uint8Array>();
  const { file } = await recordSample();
  const calls = [...readRecording(file).calls()];
  const encoder = new TextEncoder();
  const json = calls.map(call => JSON.stringify({ type: 'call', text: call.text(), instance: 0, duration: 5 }));
  const wat =
    '(module (import "a" "b" (func $x (param i32 i64))) (memory 1) (func (export "f") (call $x (i32.const 1) (i64.const 2))))';
  for (const name of ['recording', 'recording to compare']) samples.set(name, file);
  samples.set('text trace', encoder.encode(`${calls.map(call => call.text()).join('\n')}\n+++ exited with 3 +++\n`));
  samples.set('JSON trace', encoder.encode(`${json.join('\n')}\n{"type":"end","exitCode":3}`));
  samples.set('module', await buildWat(wat));
  samples.set(
    'stack',
    encoder.encode(
      'Error\n    at a.f (wasm://wasm/a-01234567:wasm-function[5]:0x2a)\n<?>.wasm-function[m]@[wasm code]',
    ),
  );
  samples.set('set of hostcalls', encoder.encode('fd_read, %file,!/^path_/'));
  samples.set('tampering', encoder.encode('/^fd_/,path_open:error=EIO:delay_exit=2ms:when=2+'));
  const tree = snapshot(
    memoryDirectory({ 'a.txt': 'a', dir: { b: 'b' }, link: symlink('a.txt'), ['n'.repeat(150)]: '' }),
  );
  samples.set('archive', await toTar(tree));
  return samples;
}

/** Valid input, changed in places; random bytes; and deeply nested input. */
export function bytesLike(good: Uint8Array): fc.Arbitrary<Uint8Array> {
  const change = fc.record({ at: fc.nat(good.length), bytes: fc.uint8Array({ maxLength: 6 }), removed: fc.nat(6) });
  const mutated = fc.array(change, { maxLength: 5 }).map(changes => {
    const bytes = [...good];
    for (const { at, bytes: added, removed } of changes) bytes.splice(at, removed, ...added);
    return Uint8Array.from(bytes);
  });
  const nested = fc
    .constantFrom('[', '{"a":', '(', '{', '"', '<', '/')
    .map(piece => new TextEncoder().encode(piece.repeat(20_000)));
  return fc.oneof({ weight: 8, arbitrary: mutated }, { weight: 3, arbitrary: fc.uint8Array() }, nested);
}
