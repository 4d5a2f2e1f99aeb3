import type { Harmless } from '../harmless-mutation.js';

/** Of `application/composition`. */
export const composition: readonly Harmless[] = [
  {
    file: 'application/composition/copy-file.ts',
    text: '< -> <=',
    within: 'while (from < length && this.#isZero(from, length)) from += BLOCK;',
    why: 'A block that begins at the end has no bytes, and counts as zeros.',
  },
  {
    file: 'application/composition/copy-file.ts',
    text: '< -> <=',
    within: 'while (to < length && !this.#isZero(to, length)) to += BLOCK;',
    why: 'A block that begins at the end has no bytes, and counts as zeros.',
  },
  {
    file: 'application/composition/mounts/mounts-directory.ts',
    text: 'if ( -> if (false &&',
    within: 'if (!couldBeOne(name, own)) continue;',
    why: 'The directory is asked in vain whether it takes two names for one that no host takes for one.',
  },
  {
    file: 'application/composition/overlay/overlay-application.ts',
    text: '< -> <=',
    within: 'if (errno < 0 || !keeps) directory.unlink(temporary);',
    why: 'Once the new version has been renamed, nothing has the temporary name.',
  },
  {
    file: 'application/composition/overlay/overlay-changes.ts',
    text: '< -> <=',
    within: 'one.name < other.name ? 1 : -1',
    why: 'No two entries of a directory have the same name.',
  },
  {
    file: 'application/composition/overlay/overlay-layers.ts',
    text: 'if ( -> if (false &&',
    within: 'if (known !== undefined) return known.name;',
    why: 'Without it the upper directory is listed. A directory that is not there either is only in the base, which takes any spelling, and its node is found by any.',
  },
  {
    file: 'application/composition/overlay/overlay-layers.ts',
    text: 'if ( -> if (false &&',
    within: 'if (this.state.identities.size === 0) return undefined;',
    why: 'Where no identity is kept, none is given up: the name is looked at without need.',
  },
  {
    file: 'application/composition/quota/quota-directory.ts',
    text: 'if ( -> if (false &&',
    within: 'if (!creating && (how & Open.TRUNCATE) === 0) return super.open(name, how);',
    why: 'What is neither created nor truncated is looked at without need.',
  },
  {
    file: 'application/composition/quota/quota-file.ts',
    text: '< -> <=',
    within: 'fitting < from.total ? beginning(from, fitting) : from',
    why: 'As many bytes as there are, are all of them.',
  },
  {
    file: 'application/composition/spellings.ts',
    text: '<= -> <',
    within: 'one.links <= 1n) return true;',
    why: 'What has one name is listed under one of its spellings, which leads to the same answer.',
  },
  {
    file: 'application/composition/spellings.ts',
    text: 'if ( -> if (false &&',
    within: 'if (one.filetype === Filetype.DIRECTORY || one.links <= 1n) return true;',
    why: 'A directory has one name, and is listed under one of its spellings, which leads to the same answer.',
  },
  {
    file: 'application/composition/spellings.ts',
    text: 'if ( -> if (false &&',
    within: 'if (cased !== name) return false;',
    why: 'How names are compared is tried again with the next name, to the same end.',
  },
  {
    file: 'application/composition/streams/program-input.ts',
    text: '< -> <=',
    within: 'if (available < 0) {',
    why: 'At the end nothing has failed, and nothing is read.',
  },
  {
    file: 'application/composition/trees/diff.ts',
    text: '< -> <=',
    within: 'for (let i = 0; i < one.length; i++)',
    why: 'Behind the end of both there is undefined.',
  },
  {
    file: 'application/composition/trees/populate.ts',
    text: '< -> <=',
    within: "if (errno < 0) require(errno, names.slice(0, first + 1).join('/'));",
    why: 'An errno of 0 is no error there either: only a path is put together without need.',
  },
  {
    file: 'application/composition/trees/snapshot.ts',
    text: '< -> <=',
    within: 'while (done < array.length) {',
    why: 'At the end of a file there is nothing to be read.',
  },
];
