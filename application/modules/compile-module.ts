import type { CompiledModule, Engine } from '../../domain/index.js';
import { readSections } from './module-sections.js';
import { isHostcallModule } from './signatures.js';

/**
 * Compiles a module, and adds to what the engine says of its imports the types that its bytes tell.
 * @param bytes of what begins as a core module
 * @throws what the engine throws; and a TypeError for a module with hostcalls and 64-bit memory, which `compileProblem` explains
 */
export async function compileModule(engine: Pick<Engine, 'compile'>, bytes: Uint8Array): Promise<CompiledModule> {
  const module = await engine.compile(bytes);
  const { imports: declared, proposals } = readSections(bytes);
  if (proposals.has('64-bit memory') && declared.some(item => isHostcallModule(item.module)))
    throw new TypeError('WASI preview1 has no 64-bit pointers');
  const imports = module.imports.map((item, index) => {
    // Both have every import, in the module's order.
    const { module: from, name, type, memory } = declared[index] ?? {};
    return from === item.module && name === item.name ? { ...item, type, ...(memory && { memory }) } : item;
  });
  return { ...module, imports };
}

/**
 * Why an engine has refused a module.
 * @param thrown by the engine
 * @returns what is wrong, as a clause with the module as its subject, and what to do
 */
export function compileProblem(bytes: Uint8Array, thrown: unknown): readonly [problem: string, remedy: string] {
  const why = thrown instanceof Error ? thrown.message : String(thrown);
  const { proposals } = readSections(bytes);
  if (proposals.has('64-bit memory'))
    return ['uses 64-bit memory, and pointers of WASI preview1 have 32 bits', 'build it for wasm32-wasip1'];
  if (proposals.size === 0) return [`is not valid WebAssembly: ${why}`, 'build it again'];
  return [
    `does not compile: ${why}; it uses ${[...proposals].join(', ')}, which the engine may not have`,
    'build it without, or use a newer engine',
  ];
}
