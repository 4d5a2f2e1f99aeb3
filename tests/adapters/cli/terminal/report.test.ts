import { spawnSync } from 'node:child_process';
import { expect } from 'chai';

const REPORT = new URL('../../../../adapters/cli/terminal/report.js', import.meta.url).href;
const ERROR = new URL('../../../../adapters/cli/command-line-error.js', import.meta.url).href;

/** Reports an error in a process of its own, whose stderr can be looked at. */
function reported(error: string, debug = false) {
  const script = `import { report } from ${JSON.stringify(REPORT)};
    import { CommandLineError } from ${JSON.stringify(ERROR)};
    process.exitCode = report(${error}, ${debug});`;
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  return { status, stderr };
}

describe('report', () => {
  it('has one line for an error of ours, with its own status', () => {
    expect(reported("new CommandLineError('all is lost', 'run', 9)")).to.deep.equal({
      status: 9,
      stderr: 'hostcall: all is lost; run\n',
    });
  });

  it('prints one line whatever the message', () => {
    expect(reported(String.raw`new CommandLineError('a\n  b', 'c')`).stderr).to.equal('hostcall: a b; c\n');
  });

  it('escapes terminal control characters', () => {
    expect(reported(String.raw`new CommandLineError('no \x1b]0;x\x07\r\u202e', 'c')`).stderr).to.equal(
      'hostcall: no \\u{1b}]0;x\\u{7}\\u{d}\\u{202e}; c\n',
    );
  });

  it('recognises that the host is out of descriptors', () => {
    expect(reported("Object.assign(new Error('EMFILE: x'), { code: 'EMFILE' })")).to.deep.equal({
      status: 125,
      stderr: 'hostcall: the host is out of file descriptors; close some, or raise the limit (`ulimit -n`)\n',
    });
  });

  it('reports everything else as a bug, with a stack only on request', () => {
    expect(reported("new TypeError('x is not a function')")).to.deep.equal({
      status: 125,
      stderr: 'hostcall: x is not a function; this is probably a bug in hostcall, and --debug shows where\n',
    });
    expect(reported("'text'")).to.deep.equal({
      status: 125,
      stderr: 'hostcall: something unexpected was thrown: text; this is probably a bug in hostcall\n',
    });
    const { stderr } = reported("new Error('outer', { cause: new Error('inner') })", true);
    expect(stderr).to.match(/^hostcall: outer;.*\nError: outer\n +at [\s\S]*\nError: inner\n +at /);
  });
});
