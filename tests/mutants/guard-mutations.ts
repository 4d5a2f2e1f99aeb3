import { readdirSync, readFileSync } from 'node:fs';
import { type Mutation, mutationsOf, type Rule } from './source-mutations.js';

/** Where guards are. */
const ROOMS = [
  'domain/paths',
  'domain/descriptors',
  'application/abi',
  'application/composition',
  'adapters/node',
  'adapters/system',
  'adapters/windows',
  'adapters/memory',
  'adapters/cli/inspect',
];

const swapped: Readonly<Record<string, string>> = {
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '===': '!==',
  '!==': '===',
};

/** What keeps a guest in, as a pattern finds it. */
const guards: readonly Rule[] = [
  // A comparison, or a bound that is off by one. Types have neither these operators with a space on each side, nor `if`.
  { pattern: / (<=|>=|<|>|===|!==) (?=[\w('-])/g, change: ([, operator = '']) => [` ${swapped[operator]} `] },
  // A guard that is gone.
  { pattern: /\bif \((?!false\b)(?=.*\) return\b.*;$)/gm, change: () => ['if (false && '] },
  { pattern: /\bif \((?!false\b)(?=.*\) (?:throw|continue|break)\b.*;$)/gm, change: () => ['if (false && '] },
  // A flag that is not passed on.
  {
    pattern:
      / \| (\w*(?:NOFOLLOW|NOCTTY|EXCL|EXCLUSIVE|DIRECTORY|CLOEXEC|BENEATH|NO_SYMLINKS|NO_MAGICLINKS|NO_XDEV))\b/g,
    change: () => [''],
  },
  { pattern: /\b\w*SYMLINK_NOFOLLOW\b(?=[,)])/g, change: () => ['0'] },
  // Numbers that are to be unsigned, or bounded.
  { pattern: / >>> 0\b/g, change: () => [''] },
  { pattern: /\bMath\.(min|max)\(/g, change: ([, which]) => [`Math.${which === 'min' ? 'max' : 'min'}(`] },
];

/** A change that no pattern finds. */
interface ByHand {
  readonly file: string;
  /** What it breaks. */
  readonly what: string;
  readonly from: string;
  readonly to: string;
}

const byHand: readonly ByHand[] = [
  {
    file: 'application/abi/lifter.ts',
    what: 'only the first 8 buffers of a table are checked',
    from: 'if (!memory.holds(offset, length)) {',
    to: 'if (i < 8 && !memory.holds(offset, length)) {',
  },
  {
    file: 'domain/paths/path-walk.ts',
    what: '2,000 descents instead of 90',
    from: 'export const MAX_DESCENTS = 90;',
    to: 'export const MAX_DESCENTS = 2000;',
  },
  {
    file: 'domain/paths/path-walk.ts',
    what: 'descents are not counted on arrival',
    from: "if (++this.#descents > MAX_DESCENTS) return this.#refuse(-Errno.ENAMETOOLONG, 'length', this.name);",
    to: '',
  },
  {
    file: 'application/abi/guest-windows.ts',
    what: 'buffers keep the view of the memory that they were lifted from',
    from: 'total = 0;\n  readonly #memory: GuestMemory;\n\n  constructor(memory: GuestMemory) {\n    this.#memory = memory;\n  }\n\n  get array(): Uint8Array {\n    return this.#memory.current();',
    to: 'total = 0;\n  readonly #memory: GuestMemory;\n\n  constructor(memory: GuestMemory) {\n    this.#memory = memory;\n  }\n\n  #kept: Uint8Array | undefined;\n\n  get array(): Uint8Array {\n    return (this.#kept ??= this.#memory.current());',
  },
  {
    file: 'application/hostcalls/path.ts',
    what: 'path_readlink of `link/` reads the link',
    from: "needed.path_readlink, path);\n      if (errno < 0) return errno;\n      if (walk.mustBeDirectory || walk.name === '.') {",
    to: "needed.path_readlink, path);\n      if (errno < 0) return errno;\n      if (walk.name === '.') {",
  },
  {
    file: 'application/hostcalls/path.ts',
    what: 'a NUL in a link’s target is stored',
    from: "if (target.includes('\\0')) return -Errno.EINVAL;",
    to: '',
  },
  {
    file: 'adapters/node/handle-tree.ts',
    what: 'names that end in " (deleted)" are cached',
    from: ' && !whole.endsWith(REMOVED)',
    to: '',
  },
  {
    file: 'adapters/node/file-system.ts',
    what: '/proc of another namespace is trusted',
    from: 'if (isSameFile(host.fstat(fd), through)) return { fd, descriptors }',
    to: 'return { fd, descriptors }',
  },
  {
    file: 'adapters/node/checked-tree.ts',
    what: 'a file that is opened again follows a link at the end of its path',
    from: 'host.open(path, flags | NOFOLLOW, 0)',
    to: 'host.open(path, flags, 0)',
  },
  {
    file: 'adapters/node/random.ts',
    what: 'the random pool is not wiped of few bytes',
    from: 'pool[from + i] = 0;',
    to: '',
  },
  {
    file: 'adapters/node/random.ts',
    what: 'the random pool is not wiped of many bytes',
    from: 'pool.fill(0, from, from + length);',
    to: '',
  },
  {
    file: 'adapters/web/random.ts',
    what: 'the random pool of Web Crypto is not wiped',
    from: 'pool.fill(0, from, from + part);',
    to: '',
  },
  {
    file: 'adapters/node/open-flags.ts',
    what: 'a terminal that is opened may become that of the process',
    from: ' | O_NONBLOCK | O_NOCTTY;',
    to: ' | O_NONBLOCK;',
  },
  {
    file: 'domain/descriptors/listings.ts',
    what: 'the count of what listings hold drifts upwards',
    from: '    this.#held = held;\n',
    to: '',
  },
  {
    file: 'application/abi/guest-memory.ts',
    what: 'no bytes at all are inside of a memory whose view is stale',
    from: ' && this.u8.length !== 0',
    to: '',
  },
  {
    file: 'application/hostcalls/path.ts',
    what: 'a directory hands down all that was asked for',
    from: 'inheriting & base.rightsInheriting',
    to: 'inheriting',
  },
  {
    file: 'application/modules/import-check.ts',
    what: 'imports inherit from Object.prototype',
    from: 'imports[module] = Object.create(null, descriptors)',
    to: 'imports[module] = Object.create(Object.prototype, descriptors)',
  },
];

/** Changes by hand. One whose text is no longer in its file is an error: the guard has moved. */
function* byHandMutations(root: URL): Generator<Mutation> {
  for (const { file, what, from, to } of byHand) {
    const source = readFileSync(new URL(file, root), 'utf8');
    const at = source.indexOf(from);
    if (at < 0) throw new Error(`${file} has no '${from}' any more, with which ${what}`);
    if (source.includes(from, at + 1)) throw new Error(`${file} has '${from}' more than once, with which ${what}`);
    const line = source.slice(0, at).split('\n').length;
    const changed = source.slice(0, at) + to + source.slice(at + from.length);
    yield { file, line, offset: at, text: what, source: changed, byHand: true };
  }
}

/**
 * Every mutation of a guard: by hand first.
 * @param root the root of the project, with a slash at its end
 */
export function* guardMutations(root: URL): Generator<Mutation> {
  yield* byHandMutations(root);
  for (const room of ROOMS) {
    const files = readdirSync(new URL(`${room}/`, root), { recursive: true, encoding: 'utf8' })
      .filter(name => name.endsWith('.ts') && !name.endsWith('.gen.ts') && !name.endsWith('index.ts'))
      .sort();
    for (const file of files) yield* mutationsOf(root, `${room}/${file}`, guards);
  }
}
