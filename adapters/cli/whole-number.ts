import { CommandLineError } from './command-line-error.js';

/**
 * Reads a whole number.
 * @param option its name, for messages
 * @param text decimal, or hexadecimal after `0x`
 * @param example what a person may write
 * @throws CommandLineError for what is none, or lies outside of the bounds
 */
export function wholeNumber(option: string, text: string, least: bigint, most: bigint, example: number): bigint {
  const remedy = `write a whole number, such as ${option} ${example}`;
  if (!/^(\d+|0x[0-9a-f]+)$/i.test(text)) throw new CommandLineError(`invalid ${option} '${text}'`, remedy);
  const value = BigInt(text);
  if (value < least) throw new CommandLineError(`${option} ${text} is too small`, `the minimum is ${least}`);
  if (value > most) throw new CommandLineError(`${option} ${text} is too large`, `the maximum is ${most}`);
  return value;
}
