import { inspect } from 'node:util';
import { WASI as NodeWASI } from 'node:wasi';
import { expect } from 'chai';
import { WASI } from '../../../adapters/wasi/index.js';

/** A class of either's, taken loosely: tests misuse it. */
type Loose = new (
  options?: unknown,
) => { start(instance?: unknown): unknown; initialize(instance?: unknown): unknown; getImportObject(): object };

const classes = { ours: WASI as unknown as Loose, nodes: NodeWASI as unknown as Loose };

interface Thrown {
  readonly class: unknown;
  readonly name: string;
  readonly code: string;
  readonly message: string;
  readonly text: string;
}

function thrownBy(run: () => unknown): Thrown | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    const { name, code, message } = error as Error & { code: string };
    return { class: (error as Error).constructor, name, code, message, text: String(error) };
  }
}

const memory = () => new WebAssembly.Memory({ initial: 1 });

describe('WASI and node:wasi throw the same errors', () => {
  for (const options of [
    undefined,
    null,
    [],
    'preview1',
    {},
    { version: 1 },
    { version: 'preview2' },
    { version: 'preview1', args: 'one' },
    { version: 'preview1', args: { length: 0 } },
    { version: 'preview1', env: 5 },
    { version: 'preview1', env: null },
    { version: 'preview1', env: () => 0 },
    { version: 'preview1', preopens: 'a text that is longer than thirty letters' },
    { version: 'preview1', preopens: "it's" },
    { version: 'preview1', env: 5n },
    { version: 'preview1', preopens: [] },
    { version: 'preview1', stdin: 'x' },
    { version: 'preview1', stdin: null },
    { version: 'preview1', stdout: 1.5 },
    { version: 'preview1', stderr: -1 },
    { version: 'preview1', stderr: 2 ** 31 },
    { version: 'preview1', returnOnExit: 1 },
    { version: 'preview1', returnOnExit: Symbol('yes') },
  ]) {
    it(`for new WASI(${inspect(options)})`, () => {
      const expected = thrownBy(() => new classes.nodes(options));
      expect(expected).not.to.equal(undefined);
      expect(thrownBy(() => new classes.ours(options))).to.deep.equal(expected);
    });
  }

  for (const method of ['start', 'initialize'] as const) {
    for (const [what, instance] of [
      ['nothing', undefined],
      ['null', null],
      ['a number', 5],
      ['no exports', {}],
      ['exports that are none', { exports: null }],
      ['no memory', { exports: {} }],
      ['a memory that is none', { exports: { memory: {} } }],
      ['neither export', { exports: { memory: memory() } }],
      ['both exports', { exports: { memory: memory(), _start() {}, _initialize() {} } }],
      ['exports that are no functions', { exports: { memory: memory(), _start: 1, _initialize: 1 } }],
      ['an _initialize that is none', { exports: { memory: memory(), _initialize: 1 } }],
    ] as const) {
      it(`for ${method}() with ${what}`, () => {
        const expected = thrownBy(() => new classes.nodes({ version: 'preview1' })[method](instance));
        expect(thrownBy(() => new classes.ours({ version: 'preview1' })[method](instance))).to.deep.equal(expected);
        if (method === 'start') expect(expected).not.to.equal(undefined);
      });
    }

    it(`for a second ${method}()`, () => {
      const exports = method === 'start' ? { memory: memory(), _start() {} } : { memory: memory() };
      const [ours, nodes] = [classes.ours, classes.nodes].map(One => {
        const wasi = new One({ version: 'preview1' });
        wasi[method]({ exports });
        return thrownBy(() => wasi[method]({ exports }));
      });
      expect(nodes?.code).to.equal('ERR_WASI_ALREADY_STARTED');
      expect(ours).to.deep.equal(nodes);
    });
  }

  for (const [what, options] of [
    ['a directory that is missing', { preopens: { '/': '/nowhere/at/all' } }],
    ['a directory that is a file', { preopens: { '/': process.execPath } }],
    ['a descriptor that is not open', { stdin: 9999 }],
  ] as const) {
    it(`with the same code for ${what}; ours says which`, () => {
      const expected = thrownBy(() => new classes.nodes({ version: 'preview1', ...options }));
      const found = thrownBy(() => new classes.ours({ version: 'preview1', ...options }));
      expect(found?.code).to.equal(expected?.code);
      expect(found?.class).to.equal(expected?.class);
      expect(found?.message.startsWith(`${expected?.message}: options.`)).to.equal(true);
    });
  }
});
