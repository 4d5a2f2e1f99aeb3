import type { Naming } from './naming.js';

/** Characters that hosts leave out when they compare names: those that have no shape of their own (Unicode, Default_Ignorable_Code_Point). */
const IGNORABLE = /\p{Default_Ignorable_Code_Point}/gu;

/**
 * The names of a directory in which several spellings stand for one entry, on hosts that take every name: case does not count (APFS, ext4 with
 * casefold, FAT), nor does the form in which letters with marks are written. Which spellings those are exactly depends on the host and its
 * version of Unicode. The key is meant to be the same for all that are one anywhere; two names of which a host makes two may share it.
 */
export const foldedNaming: Naming = {
  violation: () => undefined,
  isTooLong: () => false,
  key(name) {
    const folded = name.normalize('NFD').replace(IGNORABLE, '').toUpperCase().toLowerCase().normalize('NFD');
    // FAT drops what Windows drops.
    return folded.replace(/[. ]+$/, '') || name;
  },
};
