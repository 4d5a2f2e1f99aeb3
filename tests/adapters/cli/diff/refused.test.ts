import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { needing, POSIX } from '../../../needs.js';
import { errorLine } from '../command-line.js';
import { tracesBefore } from './traces.js';

describe('hostcall diff refuses', () => {
  const traces = tracesBefore(() => {
    const good = traces().folder('good', { 'a.txt': 'first\n' });
    traces().trace('one.txt', '--host', 'deterministic', '--dir', `${good}::/`, traces().chores, 'show', '/a.txt');
  });

  const good = () => readFileSync(join(traces().path, 'one.txt'));
  const files: Readonly<Record<string, readonly [() => string | Uint8Array, RegExp]>> = {
    'an empty file': [() => '', /^file is empty; trace the program again/],
    'a program': [() => readFileSync(traces().chores), /^file is a program, not a trace of one; trace it first/],
    'a binary file': [() => Uint8Array.from({ length: 999 }, (_, i) => i % 7), /^file is not a trace; name what/],
    'a compressed file': [() => Uint8Array.of(0x1f, 0x8b, 8, 0), /^file is compressed; unpack it first/],
    'a text that is no trace': [
      () => 'sched_yield() = 0\nDear reader,\n',
      /^file, line 2, is not a line of a trace; name what/,
    ],
    'a trace that is cut short': [
      () => good().subarray(0, good().lastIndexOf(',')),
      /^file, line \d+, is (cut short|no line of a trace); /,
    ],
    'a trace of strace’s': [
      () => 'openat(AT_FDCWD, "a", 0) = 3\n',
      /^file, line 1, is a call of 'openat', which is not a hostcall; /,
    ],
    'JSON that is cut short': [() => '{"type":"trace"}\n{"type":"ca', /^file, line 2, is cut short, or no JSON; /],
    'other JSON': [() => '{"name":"hostcall"}\n', /^file, line 1, is JSON, but no event; /],
    'a trace for Chrome': [
      () => '{"displayTimeUnit":"ns","traceEvents":[{"name":"fd_read"}]}',
      /^file is a trace in Chrome’s format, .*; name a text trace/,
    ],
    'another trace for Chrome': [() => '[{"name":"fd_read"}]', /^file is a trace in Chrome’s format, /],
    'a speedscope profile': [
      () => '{"$schema":"https://www.speedscope.app/file-format-schema.json"}',
      /^file is a speedscope profile, /,
    ],
  };
  for (const [what, [content, message]] of Object.entries(files)) {
    it(what, () => {
      writeFileSync(join(traces().path, 'file'), content());
      for (const words of [
        ['one.txt', 'file'],
        ['file', 'one.txt'],
        ['-q', 'file', 'file'],
      ]) {
        const ended = traces().diff(...words);
        expect(ended.status).to.equal(2);
        expect(ended.stdout).to.equal('');
        expect(errorLine(ended)).to.match(message);
      }
    });
  }

  needing(POSIX).it('a device without an end, after its beginning', () => {
    // Two GiB of it would not fit.
    const ended = traces().diff('/dev/zero', 'one.txt');
    expect(ended.status).to.equal(2);
    expect(errorLine(ended)).to.match(/^\/dev\/zero is not a trace; name what/);
  });

  it('no trace of a program that says what other formats begin with', () => {
    const schema = '{"$schema": "https://www.speedscope.app/file-format-schema.json", "traceEvents": []}';
    for (const name of ['words.ndjson', 'words.txt']) {
      const words = [traces().chores, 'show', schema.replaceAll('/', '_'), schema];
      traces().trace(
        name,
        '--host',
        'deterministic',
        '-s',
        '999',
        '--dir',
        `${traces().folder('empty', { x: '' })}::/`,
        ...words,
      );
      const ended = traces().diff(name, name);
      expect(ended.status, ended.stderr).to.equal(0);
    }
  });

  it('a file that is not there, and a directory', () => {
    const missing = traces().diff('one.txt', 'missing.txt');
    expect(missing.status).to.equal(2);
    expect(errorLine(missing)).to.equal('missing.txt: no such file; check the path of the trace');
    expect(errorLine(traces().diff('good', 'one.txt'))).to.equal('good: is a directory; name a trace in it');
    expect(errorLine(traces().diff('one.txt/x', 'one.txt'))).to.equal(
      'one.txt/x: no such file; check the path of the trace',
    );
  });

  it('one trace alone, or three', () => {
    expect(errorLine(traces().diff('one.txt'))).to.match(/^missing required argument 'B'; see `hostcall diff --help`/);
    expect(errorLine(traces().diff('one.txt', 'one.txt', 'one.txt'))).to.match(/^too many arguments/);
  });
});
