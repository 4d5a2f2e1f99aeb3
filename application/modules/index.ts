/** A module's bytes: what kind of file they are, what they declare, how its imports fit, and what its functions are called. No platform. */
export { compileModule, compileProblem } from './compile-module.js';
export { functionSymbols, type GuestSymbols } from './function-symbols.js';
export {
  checkImports,
  givenFor,
  type ImportProblem,
  importName,
  linkError,
  linkImports,
  requireImports,
  type UnknownImports,
  unknownImportsChoices,
  withoutInheritance,
} from './import-check.js';
export { limitMemory } from './limit-memory.js';
export { type FileKind, type FormatProblem, formatProblem } from './module-format.js';
export { type ModuleReport, type Obstacle, reportOn } from './module-report.js';
export { type Declaration, type ModuleSections, readSections } from './module-sections.js';
export { entryProblem, kindOf, type ProgramKind, requireEntry } from './program-kind.js';
export { memoryProblem, requireMemory } from './program-memory.js';
export { isSharedMemory, isThreadHostcall, wasmEdgeHostcall } from './signatures.js';
export { defineWhenRead, typedHostcalls } from './typed-hostcalls.js';
export { canReturnErrno, withStandIns } from './unknown-imports.js';
