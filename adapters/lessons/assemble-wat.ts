import wabt from 'wabt';

type Wabt = Awaited<ReturnType<typeof wabt>>;
let loading: Promise<Wabt> | undefined;

/** The validation takes them too, though wabt's types do not say so; without them it refuses a shared memory. */
const FEATURES = {
  exceptions: true,
  threads: true,
  bulk_memory: true,
  mutable_globals: true,
  multi_value: true,
  sign_extension: true,
};

/** WebAssembly text that cannot be assembled. Its message has a line for each error: place, what is wrong, and the text with a mark below it. */
export class WatError extends Error {
  override readonly name = 'WatError';
}

/**
 * Assembles WebAssembly text; exceptions, threads and bulk memory are understood.
 * @param file how errors call it
 * @throws WatError
 */
export async function assembleWat(text: string, file = 'guest.wat'): Promise<Uint8Array> {
  loading ??= wabt();
  const assembler = await loading;
  try {
    const module = assembler.parseWat(file, text, FEATURES);
    try {
      const checked: { validate(features: typeof FEATURES): void } = module;
      checked.validate(FEATURES);
      return module.toBinary({}).buffer;
    } finally {
      module.destroy();
    }
  } catch (error) {
    const message = (error as Error).message.replace(/^\w+ failed:\n/, '').trimEnd();
    // The assembler reads on behind the end of some names.
    throw new WatError(message.replace(/^[^\n:]*(?=:\d+:\d+: )/gm, file));
  }
}
