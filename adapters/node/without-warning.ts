/**
 * Runs something of which Node warns that it is experimental, without the warning: whoever runs a program has not asked for it, and can do nothing
 * about it.
 */
export function withoutWarning<T>(run: () => T): T {
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    return run();
  } finally {
    process.emitWarning = emitWarning;
  }
}
