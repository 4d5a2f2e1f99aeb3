import { Directory, File, type Inode, OpenFile, PreopenDirectory, WASI } from '@bjorn3/browser_wasi_shim';
import { args, type Contender, env } from '../contender.js';
import { DATA_SIZE, names } from '../rows.js';

/** `@bjorn3/browser_wasi_shim`: files in memory, in JavaScript, without rights, links or checks of descriptors. */
export function browserWasiShim(): Contender {
  const contents = new Map<string, Inode>([
    [names.data, new File(new Uint8Array(DATA_SIZE))],
    [names.flat, new File([])],
    ['from', new File([])],
    [names.list, new Directory(Array.from({ length: 100 }, (_, n) => [`entry-${n}.txt`, new File([])]))],
  ]);
  const [top, ...below] = names.deep.split('/');
  const nested = below.reduceRight<Inode>((inside, name) => new Directory([[name, inside]]), new File([]));
  contents.set(top ?? '', nested);
  const stdio = [0, 1, 2].map(() => new OpenFile(new File([])));
  const shim = new WASI(
    [...args],
    Object.entries(env).map(([name, value]) => `${name}=${value}`),
    [...stdio, new PreopenDirectory('/', contents)],
    // It prints each path otherwise.
    { debug: false },
  );
  let kept = 0;
  return {
    name: 'browser_wasi_shim',
    imports: shim.wasiImport,
    attach: instance => shim.initialize(instance as unknown as Parameters<WASI['initialize']>[0]),
    refresh() {
      // It never reuses a descriptor's number, so its list grows with every open; without this the rows after would pay for it.
      if (kept === 0) kept = shim.fds.length;
      shim.fds.length = kept;
    },
  };
}
