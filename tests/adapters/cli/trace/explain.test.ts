import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { stepsOfText } from '../../../../application/comparison/index.js';
import { SAMPLE } from '../../../application/recording/sample-run.js';
import { buildWat } from '../../../guests/build-wat.js';
import { errorLine, hostcall, Scratch } from '../command-line.js';

describe('hostcall trace --explain', () => {
  const scratch = new Scratch();
  let wasm: string;
  before(async () => {
    wasm = scratch.file('sample.wasm', await buildWat(SAMPLE));
    scratch.file('notes.txt', 'a file\n');
  });
  after(() => scratch.remove());

  const world = () => ['--host', 'deterministic', '--dir', `${scratch.path}::/`];

  it('has below each call its sentence, with the reason of a failure, and is a trace that can be read', () => {
    const trace = join(scratch.path, 'trace.txt');
    expect(hostcall(['trace', '--explain', '-o', trace, ...world(), wasm]).status).to.equal(3);
    const lines = readFileSync(trace, 'utf8').trimEnd().split('\n');
    const at = lines.findIndex(line => line.startsWith('path_filestat_get'));
    expect(lines[at + 1]).to.match(
      /^ {4}The program asks for the attributes of "missing" .*; it gets ENOENT \(No such file or directory\): refused at "missing": there is nothing of that name\.$/,
    );
    const calls = lines.filter(line => /^\w+\(/.test(line));
    const sentences = lines.filter(line => /^ {4}The program asks /.test(line));
    expect(sentences).to.have.length(calls.length);
    expect([...stepsOfText(lines)]).to.have.length(calls.length + 1);
  });

  it('is the same when a recording is printed, except for the reasons, which are not recorded', () => {
    const recording = join(scratch.path, 'sample.hcr');
    expect(hostcall(['record', '-o', recording, ...world(), wasm]).status).to.equal(3);
    const { stdout } = hostcall(['replay', '--print', '--explain', '-e', 'path_filestat_get', recording]);
    expect(stdout.trimEnd().split('\n').slice(0, 2)).to.deep.equal([
      'path_filestat_get(3</>, SYMLINK_FOLLOW, "missing", 0x180) = -1 ENOENT (No such file or directory)',
      '    The program asks for the attributes of "missing" below descriptor 3</>; it gets ENOENT (No such file or directory).',
    ]);
  });

  it('is refused where no lines are printed', () => {
    expect(errorLine(hostcall(['trace', '--explain', '--format', 'ndjson', wasm]))).to.equal(
      '--explain explains lines of text, and --format ndjson has none; leave it out',
    );
  });
});
