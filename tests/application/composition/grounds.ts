import { memoryDirectory } from '../../../adapters/memory/index.js';
import type { DirectorySource, Overlay } from '../../../application/composition/index.js';
import { ALL_TRAITS, type DirectoryTraits } from '../../../application/contract/index.js';
import type { Directory } from '../../../domain/index.js';
import { openScratch } from '../../adapters/node/scratch.js';
import { WINDOWS_TRAITS } from '../../contract.js';
import { LINUX } from '../../needs.js';

/** An adapter on which compositions are tested. */
export interface Ground {
  readonly name: string;
  /** Makes a fresh, empty directory. */
  make(): { readonly root: Directory; dispose(): void };
  readonly traits: DirectoryTraits;
}

const onLinux = LINUX.met;

export const grounds: readonly Ground[] = [
  {
    name: 'node',
    make: openScratch,
    traits: { ...ALL_TRAITS, linksToLinks: onLinux, flagsOfNameless: onLinux, followsMoves: onLinux },
  },
  { name: 'memory', make: () => ({ root: memoryDirectory(), dispose: () => {} }), traits: ALL_TRAITS },
  {
    name: 'memory by the rules of Windows',
    make: () => ({ root: memoryDirectory({}, { rules: 'windows' }), dispose: () => {} }),
    traits: WINDOWS_TRAITS,
  },
];

/** Fresh directories, and what is made of them, all of which one call closes and removes. */
export class Workshop {
  readonly #ground: Ground;
  readonly #disposals: (() => void)[] = [];

  constructor(ground: Ground) {
    this.#ground = ground;
  }

  /** An empty directory, to be closed by what is made of it. */
  fresh(): Directory {
    const { root, dispose } = this.#ground.make();
    this.#disposals.push(dispose);
    return twin(root);
  }

  /** Opens a composition, and closes it in the end, with all it was made of. */
  open(made: Directory | DirectorySource | Overlay): Directory {
    const opened = made.kind === 'source' ? made.openDirectory() : made;
    this.#disposals.push(() => {
      opened.close();
      if ('apply' in made) made.close();
    });
    return opened;
  }

  dispose(): void {
    for (const dispose of this.#disposals.splice(0).reverse()) dispose();
  }
}

/** The same directory, opened once more. */
export function twin(directory: Directory): Directory {
  const opened = directory.open('.', 0);
  if (typeof opened === 'number' || opened.kind === 'file') throw new Error(`open: ${opened}`);
  return opened;
}
