import { CommandLineError } from './command-line-error.js';

const UNITS: Readonly<Record<string, number>> = { '': 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 };

/**
 * Reads a number of bytes.
 * @param option its name, for messages
 * @param text a whole number, perhaps with K, M or G behind it: 1024 bytes and so on
 * @param least the minimum, as a person would write it
 * @param most the maximum
 * @throws CommandLineError for what is none, or lies outside of the bounds
 */
export function byteSize(option: string, text: string, least: string, most: string): number {
  const value = bytesOf(text);
  if (value === undefined)
    throw new CommandLineError(`invalid ${option} '${text}'`, `write a number of bytes, such as ${option} 64M`);
  if (value < (bytesOf(least) as number))
    throw new CommandLineError(`${option} ${text} is too small`, `the minimum is ${least}`);
  if (value > (bytesOf(most) as number))
    throw new CommandLineError(`${option} ${text} is too large`, `the maximum is ${most}`);
  return value;
}

function bytesOf(text: string): number | undefined {
  const [, digits, unit = ''] = /^(\d+)([KMG])?$/i.exec(text) ?? [];
  return digits === undefined ? undefined : Number(digits) * (UNITS[unit.toUpperCase()] as number);
}
