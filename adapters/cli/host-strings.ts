/** Strings that this process was started with. Node reads bytes that are not UTF-8 as U+FFFD; a guest would get other text than was given. */
import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { CommandLineError } from './command-line-error.js';

const REPLACEMENT = '\ufffd';

/** The strings of a file in /proc, byte for byte. Undefined where the file does not exist, as on hosts other than Linux. */
function rawStrings(file: string): Buffer[] | undefined {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch {
    return undefined;
  }
  const strings: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(0, at);
    strings.push(bytes.subarray(at, end < 0 ? bytes.length : end));
    at = end < 0 ? bytes.length : end + 1;
  }
  return strings;
}

/**
 * @param words the arguments of this process, as Node has read them
 * @throws CommandLineError for one that is not UTF-8, where the host tells
 */
export function refuseOtherEncodings(words: readonly string[]): void {
  if (!words.some(word => word.includes(REPLACEMENT))) return;
  const raw = rawStrings('/proc/self/cmdline')?.slice(-words.length) ?? [];
  const bad = raw.findIndex(bytes => !isUtf8(bytes));
  if (bad >= 0) throw new CommandLineError(`the argument '${words[bad]}' is not UTF-8`, 'give it in UTF-8');
}

/**
 * @param value of a variable of this process, as Node has read it
 * @throws CommandLineError if it is not UTF-8, where the host tells
 */
export function refuseOtherEncoding(name: string, value: string): void {
  if (!value.includes(REPLACEMENT)) return;
  const raw = rawStrings('/proc/self/environ')?.find(bytes => bytes.toString().startsWith(`${name}=`));
  if (raw === undefined || isUtf8(raw)) return;
  throw new CommandLineError(
    `the environment variable ${name} is not UTF-8`,
    `set it to text in UTF-8, or write --env ${name}=VALUE`,
  );
}
