import type { NameRule, Naming } from './naming.js';

/** UTF-16 code units in a name: what GetVolumeInformation tells for NTFS, ReFS, exFAT and FAT32. */
const LONGEST = 255;

/**
 * libuv turns UTF-8 into what Windows takes by a decoder of its own (`src/win/fs.c`), which is wrong at both ends of the supplementary planes: the
 * first character becomes a NUL, so that the path ends there, and the last one ends the process (seen with node.exe 20.20 under Wine 8).
 */
const MISCODED = /[\u{10000}\u{10ffff}]/u;

const SPACE = 0x20;
const DOT = 0x2e;

/** Characters that a name may not contain ("Naming Files, Paths, and Namespaces" of the Windows documentation). */
const FORBIDDEN: ReadonlyMap<string, NameRule> = new Map([
  ['/', 'separator'],
  ['\\', 'separator'],
  // `C:`, `C:name`, `name:stream`, `name::$DATA`, and what is left of `\\?\C:\` without its separators.
  [':', 'colon'],
  ['<', 'reserved'],
  ['>', 'reserved'],
  ['"', 'reserved'],
  ['|', 'reserved'],
  ['?', 'reserved'],
  ['*', 'reserved'],
]);

/**
 * Devices, to be found before an extension and the spaces before that. Windows 10 and earlier take `NUL.txt` and `con .txt` for devices,
 * Windows 11 takes only `NUL` for one in a directory; a host that is updated should not change what names mean, so the older, wider rule holds.
 *
 * The superscript digits are those of ISO 8859-1, and count as digits in COM¹ and LPT³ (same page of the documentation). CONIN$ and CONOUT$ open
 * the console in any directory (documentation of CreateFile). COM0, LPT0 and CLOCK$ are ordinary names to the kernel of today; Explorer, older
 * documentation and older systems take them for devices.
 */
const DEVICE = /^(?:con|prn|aux|nul|(?:com|lpt)[0-9\xb9\xb2\xb3]|conin\$|conout\$|clock\$) *(?:\.|$)/i;

/**
 * What the second name looks like that a volume gives to a file whose own name is not of eight characters, a dot and three (documentation of
 * RtlGenerate8dot3Name): a beginning, a tilde and a number, at most eight characters together. An administrator can give others, which cannot
 * be told by their form.
 */
const SHORT = /^(?=[^.]{2,8}(?:\.|$))[^. ]*~[0-9]+(?:\.[^.]{1,3})?$/;

/**
 * The names of Windows, for paths as programs pass them to it (without `\\?\` before them).
 *
 * Names are compared without regard to case, by a table of capitals: code unit by code unit, and only where the small letter of the capital is that
 * code unit again (as observed with node.exe under Wine 8; `ς` and `Σ` are two names, and so are `ß` and `SS`). The table depends on the Windows that
 * formatted the volume; here it is the Unicode of the engine.
 */
export const windowsNaming: Naming = {
  violation(name) {
    if (name === '.' || name === '..' || name === '') return undefined;
    for (let i = 0; i < name.length; i++) {
      if (name.charCodeAt(i) < SPACE) return 'control';
      const rule = FORBIDDEN.get(name.charAt(i));
      if (rule !== undefined) return rule;
    }
    if (MISCODED.test(name)) return 'miscoded';
    if (DEVICE.test(name)) return 'device';
    const last = name.charCodeAt(name.length - 1);
    if (last === DOT || last === SPACE) return 'trailing';
    return SHORT.test(name) ? 'short' : undefined;
  },

  isTooLong(name) {
    return name.length > LONGEST;
  },

  key(name) {
    let key = '';
    for (let i = 0; i < name.length; i++) key += capitalOf(name.charAt(i));
    return key;
  },
};

/** How far the capitals of Greek letters with a iota below are away, which `toUpperCase` makes two letters. */
const GREEK_CAPITALS = [8, 9];

function capitalOf(unit: string): string {
  const capital = unit.toUpperCase();
  if (capital.length === 1) return capital.toLowerCase() === unit ? capital : unit;
  for (const distance of GREEK_CAPITALS) {
    const candidate = String.fromCharCode(unit.charCodeAt(0) + distance);
    if (candidate.toLowerCase() === unit) return candidate;
  }
  return unit;
}
