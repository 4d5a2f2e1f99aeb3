import { expect } from 'chai';
import { memoryDirectory, memoryPorts, pipe, textInput } from '../../../adapters/memory/index.js';
import {
  type ContractTest,
  clocksContract,
  directoryContract,
  engineContract,
  fileSystemContract,
  inputContract,
  outputContract,
  processContract,
  randomContract,
  readOnlyDirectoryContract,
  waitingContract,
} from '../../../application/contract/index.js';
import { type Directory, Errno, type File, Open } from '../../../domain/index.js';

/** Runs tests. @returns what those that failed said, by title */
async function failures(tests: readonly ContractTest[]): Promise<Record<string, string>> {
  const failed: Record<string, string> = {};
  for (const { title, run } of tests) {
    try {
      await run();
    } catch (error) {
      failed[title] = (error as Error).message;
    }
  }
  return failed;
}

/** An object with some methods replaced, and the others as they are. */
function altered<T extends object>(object: T, methods: Partial<T>): T {
  return new Proxy(object, {
    get(target, name) {
      const method = methods[name as keyof T] ?? target[name as keyof T];
      return typeof method === 'function' ? method.bind(target) : method;
    },
  });
}

/** A directory in memory whose open files have some methods replaced. */
function withFiles(alter: (file: File) => Partial<File>): Directory {
  const inner = memoryDirectory();
  return altered(inner, {
    open: (name, how) => {
      const opened = inner.open(name, how);
      return typeof opened === 'number' || opened.kind === 'directory' ? opened : altered(opened, alter(opened));
    },
  });
}

/** A directory in memory with some methods replaced. */
function withMethods(alter: (inner: Directory) => Partial<Directory>): Directory {
  const inner = memoryDirectory();
  return altered(inner, alter(inner));
}

describe('a contract', () => {
  const contracts: Readonly<Record<string, ContractTest[]>> = {
    clocks: clocksContract(() => memoryPorts().clocks),
    directory: directoryContract(() => ({ directory: memoryDirectory() })),
    engine: engineContract(() => memoryPorts().engine),
    'file system': fileSystemContract(memoryPorts().fileSystem, () => ({ directory: '/', file: '/f', missing: '/m' })),
    input: inputContract(() => ({ stream: textInput(''), feed: () => {}, end: () => {} })),
    output: outputContract(() => ({ stream: pipe().writer, taken: () => '', breakOff: () => {} })),
    process: processContract(() => memoryPorts().process),
    random: randomContract(() => memoryPorts().random),
    'read-only directory': readOnlyDirectoryContract(() => ({ directory: memoryDirectory() })),
    waiting: waitingContract(() => memoryPorts().waiting),
  };

  for (const [name, tests] of Object.entries(contracts)) {
    it(`has a unique title for each test: ${name}`, () => {
      expect(tests).to.not.have.length(0);
      expect(new Set(tests.map(({ title }) => title)).size).to.equal(tests.length);
    });
  }

  it('has a test for each feature that a directory may lack', () => {
    const all = contracts.directory?.map(({ title }) => title);
    for (const trait of ['symlinks', 'hardLinks', 'linksToLinks', 'followsMoves', 'freesNames', 'replacesOpenFiles']) {
      const without = directoryContract(() => ({ directory: memoryDirectory() }), { [trait]: false });
      expect(without.map(({ title }) => title)).to.not.deep.equal(all);
    }
  });

  it('closes what was made for a test, also if the test fails', async () => {
    let open = 0;
    const make = () => {
      open++;
      return { directory: withMethods(() => ({ stat: () => -Errno.EIO })), dispose: () => open-- };
    };
    const failed = await failures(directoryContract(make));
    expect(Object.keys(failed)).to.have.length.above(10);
    expect(open).to.equal(0);
  });

  describe('finds the adapter that', () => {
    const broken: readonly [how: string, Directory, title: string, message: string][] = [
      [
        'opens a directory with CREATE',
        withMethods(inner => ({ open: (name, how) => inner.open(name, name === 'dir' ? how & ~Open.CREATE : how) })),
        'open: a directory, with DIRECTORY or without; for writing it is EISDIR',
        'expected -31 (EISDIR), not a directory',
      ],
      [
        'opens a directory with TRUNCATE',
        withMethods(inner => ({ open: (name, how) => inner.open(name, name === 'dir' ? how & ~Open.TRUNCATE : how) })),
        'open: a directory, with DIRECTORY or without; for writing it is EISDIR',
        'expected -31 (EISDIR), not a directory',
      ],
      [
        'creates a file for CREATE with DIRECTORY',
        withMethods(inner => ({ open: (name, how) => inner.open(name, how & ~Open.DIRECTORY) })),
        'open: creating a directory: EINVAL, and nothing is created',
        'expected -28 (EINVAL), not a file',
      ],
      [
        'allocates nothing',
        withFiles(file => ({ allocate: (offset, length) => (length === 0 ? 0 : file.allocate(offset, length)) })),
        'file: allocate extends and never cuts',
        'expected -28 (EINVAL), not 0',
      ],
      [
        'looks for a name that is too long',
        withMethods(inner => ({ stat: (name, into) => inner.stat(name.slice(0, 255), into) })),
        'names: are what they are: those that objects have, of any script, long, odd',
        'expected -37 (ENAMETOOLONG), not 0',
      ],
      [
        'cuts an extreme time short',
        withMethods(inner => ({
          setTimes: (name, accessed, modified) =>
            inner.setTimes(name, accessed && BigInt.asUintN(63, accessed), modified && BigInt.asUintN(63, modified)),
        })),
        'times: that are extreme are kept, or refused with nothing changed',
        'expected 9223372036854775808n, not 0n',
      ],
      [
        'writes beside the buffers',
        withFiles(file => ({
          read: (into, offset) => {
            into.array[0] = 0;
            return file.read(into, offset);
          },
        })),
        'file: reads at an offset, into one buffer or several',
        'expected the bytes around the buffers to be as they were',
      ],
    ];
    for (const [how, directory, title, message] of broken) {
      it(how, async () => {
        const contract = directoryContract(() => ({ directory })).filter(test => test.title === title);
        expect(contract).to.have.length(1);
        expect(await failures(contract)).to.deep.equal({ [title]: message });
      });
    }

    it('repeats its random bytes', async () => {
      const random = { fill: (array: Uint8Array, at: number, length: number) => +!array.fill(1, at, at + length) };
      expect(Object.keys(await failures(randomContract(() => random)))).to.deep.equal([
        'random: never repeats itself, and gives all values equally often',
        'random: two instances give different bytes',
      ]);
      expect(await failures(randomContract(() => random, { secret: false }))).to.deep.equal({});
    });

    it('recognises no trap', async () => {
      const { engine } = memoryPorts();
      const failed = await failures(engineContract(() => altered(engine, { trapText: () => undefined })));
      expect(failed['engine: knows a trap from anything else']).to.equal('expected "unreachable", not undefined');
    });
  });
});
