import { expect } from 'chai';
import { nodePorts } from '../../../adapters/node/index.js';
import { createRuntime } from '../../../application/assembly/index.js';
import { ConfigurationError } from '../../../application/errors.js';
import type { ProgramOptions } from '../../../application/runtime/index.js';
import { buildWat } from '../../guests/build-wat.js';

const runtime = createRuntime(nodePorts());
let wasm: Uint8Array;

async function build(): Promise<void> {
  wasm = await buildWat('(module (memory (export "memory") 1) (func (export "_start")))');
}

async function denial(program: unknown, options?: unknown): Promise<string> {
  const error = await runtime.run(program as object, options as ProgramOptions).catch((thrown: unknown) => thrown);
  expect(error).to.be.instanceOf(ConfigurationError);
  return (error as Error).message;
}

describe('the program that is given', () => {
  before(build);

  it('may be its bytes in any form, and a module', async () => {
    const buffer = wasm.slice().buffer;
    const within = new Uint8Array([1, 2, 3, ...wasm]).subarray(3);
    for (const program of [wasm, Buffer.from(wasm), buffer, within, await runtime.compile(wasm)]) {
      expect(await runtime.run(program)).to.deep.equal({ exitCode: 0 });
    }
    expect(await runtime.run((await runtime.compile(wasm)).native)).to.deep.equal({ exitCode: 0 });
  });

  it('is named in an error if it is something else', async () => {
    for (const [program, what] of [
      [undefined, 'Undefined'],
      [null, 'Null'],
      ['prog.wasm', 'String'],
      [{}, 'Object'],
      [new Uint16Array(4), 'Uint16Array'],
    ] as const) {
      expect(await denial(program)).to.equal(
        `the program is not a WebAssembly module but ${what}; pass its bytes, or the engine's own module`,
      );
    }
    expect(await denial(Promise.resolve(wasm))).to.match(/ but Promise; await it first$/);
  });
});

describe('an input of a program', () => {
  before(build);

  it('is named in an error if it is invalid', async () => {
    const stream = { write: () => true };
    for (const [options, message] of [
      [{ args: 'abc' }, 'option "args" of a program is "abc"; give an array of strings, or leave it out'],
      [{ args: ['a', 5] }, 'argument is 5; give a string, or leave it out'],
      [{ argv0: 5 }, 'option "argv0" of a program is 5; give a string, or null, or leave it out'],
      [{ env: { HOME: null } }, 'environment variable HOME is null; give a string, or leave it out'],
      [
        { args: ['a\ud800b'] },
        'argument "a\\ud800b" has a lone surrogate, which UTF-8 cannot encode; give well-formed text',
      ],
      [
        { argv0: '\udc00' },
        'argument "\\udc00" has a lone surrogate, which UTF-8 cannot encode; give well-formed text',
      ],
      [
        { env: { A: '\udc00\ud800' } },
        'environment variable "A=\\udc00\\ud800" has a lone surrogate, which UTF-8 cannot encode; give well-formed text',
      ],
      [
        { preopens: { '/\ud83d': '.' } },
        'guest path "/\\ud83d" has a lone surrogate, which UTF-8 cannot encode; give well-formed text',
      ],
      [
        { stdout: stream },
        'stdout is an object, not a stream of hostcall; give callbackOutput(bytes => …) of hostcall/memory, and write the bytes to it there',
      ],
      [
        { preopens: { '/': null } },
        'the preopen "/" is null, not a directory; give a path of the host, or a directory',
      ],
      [
        { preopens: { '/': { directory: 5 } } },
        'the preopen "/" is 5, not a directory; give a path of the host, or a directory',
      ],
    ] as const) {
      expect(await denial(wasm, options)).to.equal(message);
    }
  });
});
