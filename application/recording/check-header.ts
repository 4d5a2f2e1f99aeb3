import { COUNT, checkOptions, FLAG, type OptionKinds, oneOf, recordOf, required, TEXT } from '../options/index.js';
import { isDigest, type RecordingHeader, standIns } from './recording-header.js';

const kinds: OptionKinds<RecordingHeader> = {
  recorder: required(TEXT),
  program: required(TEXT),
  sha256: required({ expected: '64 hexadecimal digits', fits: isDigest }),
  started: required(TEXT),
  invoke: recordOf('a name and a list of arguments'),
  unknownImports: oneOf(standIns),
  maxMemory: COUNT,
  network: FLAG,
  threads: FLAG,
  redacted: FLAG,
};

/** @throws ConfigurationError for a fact that does not exist, that is missing, or that is something else than it can be */
export function checkHeader(header: RecordingHeader): void {
  checkOptions(header, 'the header of a recording', kinds);
}
