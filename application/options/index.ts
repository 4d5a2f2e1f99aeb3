/** What embedders pass: objects of options, each described once by a table that is checked against its type; directories and streams of adapters. */
export { checkOptions, checkValue, shown, unknownName, withDefaults } from './check-options.js';
export {
  ANYTHING,
  BIGINT,
  BYTES,
  CALLBACK,
  COUNT,
  either,
  FLAG,
  hasMethods,
  having,
  isRecord,
  LIMIT,
  listOf,
  MEASURE,
  type OptionKind,
  type OptionKinds,
  oneOf,
  PROBABILITY,
  recordOf,
  required,
  SEED,
  TEXT,
  TEXT_OR_NUMBER,
  TEXTS,
} from './option-kinds.js';
export { isStream, requireDirectory, requireSocket, requireStream } from './resources.js';
