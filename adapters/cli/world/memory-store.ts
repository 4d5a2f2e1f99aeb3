import { ConfigurationError } from '../../../application/errors.js';
import type { Clocks, Directory, FileTree } from '../../../domain/index.js';
import { MemoryFileSystem } from '../../memory/file-system.js';
import { behaviourOf, type Rules } from '../../memory/rules.js';
import { unfitEntry } from '../../memory/unfit-entry.js';
import { CommandLineError } from '../command-line-error.js';
import type { Progress } from '../terminal/progress.js';
import type { WorldSetting } from './world-setting.js';

/** All directories in memory of one run: one file system, so that they have one quota, and links can be made between them. */
export class MemoryStore {
  readonly #files: MemoryFileSystem;
  readonly #rules: Rules;
  #count = 0;

  /**
   * @param quotas how much they may hold together
   * @param clocks what dates their files
   * @param rules by whose rules they go
   */
  constructor({ bytes, inodes }: WorldSetting['quotas'], clocks: Clocks, rules: Rules) {
    const quotas = {
      ...(bytes !== undefined && { bytes }),
      // The root, which no guest sees, is one as well.
      ...(inodes !== undefined && { inodes: inodes + 1 }),
    };
    this.#files = new MemoryFileSystem({}, { clocks, quotas, rules });
    this.#rules = rules;
  }

  /** @throws CommandLineError if the quota leaves no room */
  emptyDirectory(): Directory {
    const name = String(this.#count++);
    const made = this.#files.root.createDirectory(name) || this.#files.openPreopen(name);
    if (typeof made === 'number')
      throw new CommandLineError('--max-inodes leaves no room for the directories in memory', 'raise it');
    return made;
  }

  /**
   * @param path where the tree comes from, for messages
   * @param progress is told of each entry
   * @throws CommandLineError if the quota leaves no room, or the rules do not allow a name in it
   */
  load(path: string, tree: FileTree, progress: Progress): Directory {
    const directory = this.emptyDirectory();
    const behaviour = behaviourOf(this.#rules);
    const unfit = behaviour && unfitEntry(tree, behaviour.naming);
    if (unfit !== undefined)
      throw new CommandLineError(
        `${path} cannot be loaded into memory by the rules of Windows: ${JSON.stringify(unfit.path)} cannot exist there, as ${unfit.reason}`,
        'rename it, or give a directory without it',
      );
    progress.begin(`loading ${path} into memory`, tree.size);
    try {
      this.#files.populate(directory, tree, { onEntry: () => progress.advance() });
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      throw new CommandLineError(
        `${path} cannot be loaded into memory: ${error.problem}`,
        'raise --max-file-bytes or --max-inodes, or give a smaller directory',
        undefined,
        { cause: error },
      );
    }
    return directory;
  }
}
