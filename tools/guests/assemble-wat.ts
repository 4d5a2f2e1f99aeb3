import wabt from 'wabt';

type Wabt = Awaited<ReturnType<typeof wabt>>;
let loading: Promise<Wabt> | undefined;

/** Assembles WebAssembly text; exceptions, threads and bulk memory are understood. */
export async function assembleWat(text: string): Promise<Uint8Array> {
  loading ??= wabt();
  const module = (await loading).parseWat('guest.wat', text, {
    exceptions: true,
    threads: true,
    bulk_memory: true,
    mutable_globals: true,
    multi_value: true,
    sign_extension: true,
  });
  try {
    return module.toBinary({}).buffer;
  } finally {
    module.destroy();
  }
}
