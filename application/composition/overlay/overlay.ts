import { type Directory, errnoName, Open } from '../../../domain/index.js';
import { ConfigurationError } from '../../errors.js';
import { checkOptions } from '../../options/index.js';
import { type EntryOptions, entryKinds } from '../entry-options.js';
import { type DirectorySource, isDirectory, type OpenPath, openPlace, type Place, requirePlace } from '../places.js';
import { applyOverlay } from './overlay-application.js';
import { type OverlayChanges, OverlayComparison } from './overlay-changes.js';
import { OverlayDirectory } from './overlay-directory.js';
import { OverlayLayers, type OverlayState } from './overlay-layers.js';
import { OverlayNode } from './overlay-node.js';

export type { ChangedEntry, OverlayChanges } from './overlay-changes.js';

/**
 * Lays a directory over another one: programs see both, and change only the upper one. Removals from the base are kept in memory and not
 * written anywhere.
 * @param base only `apply()` writes to it
 * @param upper where changes are kept: a directory in memory, or an empty one
 * @throws ConfigurationError for anything that is not a directory
 */
export function overlay(base: Place, upper: Place): Overlay {
  return new Overlay(base, upper);
}

/**
 * An overlay. It outlives the programs it is given to, successively or at once, so that its changes can be inspected afterwards. Therefore open
 * directories that it was made of are not closed with a program, but by `close()`.
 */
export class Overlay implements DirectorySource {
  readonly kind = 'source';
  readonly #base: Place;
  readonly #upper: Place;
  readonly #state: OverlayState = {
    root: new OverlayNode(undefined, '', ''),
    identities: new Map(),
    openFiles: new Map(),
  };
  #openPath: OpenPath | undefined;
  /** How many programs have the overlay open. */
  #users = 0;

  constructor(base: Place, upper: Place) {
    requirePlace(base, 'the base of overlay()');
    requirePlace(upper, 'the upper directory of overlay()');
    this.#base = base;
    this.#upper = upper;
  }

  openDirectory(openPath?: OpenPath): Directory {
    if (openPath !== undefined) this.#openPath = openPath;
    const layers = this.#open();
    this.#users++;
    return new OverlayDirectory(layers, this.#state.root, true);
  }

  /**
   * The present differences from the base. Host paths are opened as they were for the last program.
   * @throws ConfigurationError for an unknown or invalid option; Error if something cannot be read
   */
  changes(options: EntryOptions = {}): OverlayChanges {
    checkOptions(options, 'changes()', entryKinds);
    return this.#briefly(layers => {
      const { added, changed, removed } = new OverlayComparison(layers, options.onEntry);
      return { added, changed, removed };
    });
  }

  /**
   * Writes the changes to the base, and empties the upper directory. Files keep their times; several names of one file become separate
   * files.
   * @throws ConfigurationError for an unknown or invalid option, and while a program has the overlay open; Error if a change fails: what is not written yet
   *   stays in the overlay, and `apply` can be called again
   */
  apply(options: EntryOptions = {}): void {
    checkOptions(options, 'apply()', entryKinds);
    if (this.#users > 0) {
      throw new ConfigurationError(
        'the overlay is in use',
        'apply it when the programs that it was given to have ended',
      );
    }
    this.#briefly(layers => applyOverlay(layers, options.onEntry));
  }

  /** Closes the directories that it was made of. */
  close(): void {
    for (const place of [this.#base, this.#upper]) if (isDirectory(place)) place.close();
  }

  #briefly<Result>(use: (layers: OverlayLayers) => Result): Result {
    const layers = this.#open();
    this.#users++;
    layers.hold();
    if (this.#users === 1) layers.goStepwise();
    try {
      return use(layers);
    } finally {
      layers.release();
    }
  }

  #open(): OverlayLayers {
    const base = openLayer(this.#base, 'base', this.#openPath);
    try {
      const upper = openLayer(this.#upper, 'upper directory', this.#openPath);
      if (upper.naming !== base.naming) {
        upper.close();
        throw new ConfigurationError(
          'the base and the upper directory of an overlay have different rules for names',
          "give it an upper directory with the rules of its base, such as memoryDirectory({}, { rules: 'windows' }) over files of Windows",
        );
      }
      if (this.#state.root.toldNaming !== base.naming) {
        this.#state.root = new OverlayNode(undefined, '', '', base.naming);
      }
      return new OverlayLayers(this.#state, base, upper, () => {
        this.#users--;
      });
    } catch (error) {
      base.close();
      throw error;
    }
  }
}

/** Opens a layer for one program. An open directory is opened a second time. */
function openLayer(place: Place, which: string, openPath?: OpenPath): Directory {
  if (!isDirectory(place)) return openPlace(place, openPath);
  const opened = place.open('.', Open.READ | Open.DIRECTORY);
  if (typeof opened === 'object' && opened.kind === 'directory') return opened;
  const reason = typeof opened === 'number' ? errnoName(-opened) : 'it is a file';
  throw new ConfigurationError(
    `the ${which} of an overlay cannot be opened once more: ${reason}`,
    'is it closed already?',
  );
}
