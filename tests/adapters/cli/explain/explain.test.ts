import { expect } from 'chai';
import { ExitStatus } from '../../../../adapters/cli/exit-status.js';
import { exitStatusPage } from '../../../../adapters/cli/explain/exit-statuses.js';
import { pageText } from '../../../../adapters/cli/terminal/page-text.js';
import { catalogue, errnoInCallPage, explanation } from '../../../../application/reference/index.js';
import { errnos, errnosOf, everyHostcall, hostcallNames, rights } from '../../../../domain/index.js';
import { hostcallText, posixFunctions } from '../../../../domain/texts/index.js';
import { errorLine, hostcall } from '../command-line.js';

function explained(...names: string[]): string {
  const { status, stdout, stderr } = hostcall(['explain', ...names]);
  expect(stderr).to.equal('');
  expect(status).to.equal(0);
  return stdout;
}

describe('hostcall explain', () => {
  it('describes a hostcall in full', () => {
    const page = explained('fd_read');
    expect(page).to.match(/^fd_read\(fd, iovs\) -> nread\n/);
    expect(page).to.contain('(func (param i32 i32 i32 i32) (result i32))');
    expect(page).to.match(/errno_t fd_read\(fd_t fd, const iovec_t \*iovs, size_t iovs_len, size_t\s+\*nread\);/);
    expect(page).to.match(/\n {2}fd +fd +The descriptor[^\n]*Rights it must hold:\s+FD_READ\n/);
    expect(page).to.match(/EISDIR +31, Is a directory\. When: /);
    expect(page).to.match(/In POSIX +readv\(2\)/);
    expect(page).to.match(/Waits for others +yes: for data/);
    expect(page).to.match(/In trace filters +%desc/);
    expect(page).to.match(/In wasi_unstable +the same/);
    expect(page).to.match(/0x1000 {2}00 11 00 00 +iovs\[0\]\.buf = 0x1100\n/);
    expect(page).to.contain('`hostcall explain FD_READ`');
  });

  it('names the section of the specification and the manual page', () => {
    const page = explained('fd_read');
    expect(page).to.match(/Specification +https:\/\/github\.com\/WebAssembly\/WASI\/\S+#fd_read\n/);
    expect(page).to.match(/In POSIX +readv\(2\), https:\/\/man7\.org\/\S+\/readv\.2\.html\n/);
    expect(explained('sock_open')).to.match(/Specification +https:\/\/github\.com\/WasmEdge\//);
  });

  it('says why a hostcall returns an errno: the rights that count, and the arguments to look at', () => {
    const page = explained('path_open', 'ENOTCAPABLE');
    expect(page).to.match(/^ENOTCAPABLE \(76\) of path_open: Capabilities insufficient\n/);
    expect(page).to.match(/fd +PATH_OPEN +Always: the descriptor must hold it\./);
    expect(page).to.match(/fd +PATH_CREATE_FILE +The descriptor must hold it where oflags\s+has CREAT\./);
    expect(page).to.match(/path +path +Whether it begins with a slash/);
    expect(page).to.match(/there is no current directory/);
    expect(page).to.contain('hostcall trace -e path_open -Z --why prog.wasm');
    for (const names of [
      ['path_open', '76'],
      ['__wasi_path_open', 'notcapable'],
    ])
      expect(explained(...names)).to.equal(page);
    expect(explained('fd_seek', 'ENOTCAPABLE')).to.match(
      /FD_TELL +It is enough in place of the other where offset is 0/,
    );
    expect(explained('fd_read', 'EFAULT')).to.match(/nread +size +The pointer/);
  });

  it('says for every hostcall when it returns each errno', () => {
    for (const name of everyHostcall) {
      for (const errno of errnosOf(name)) {
        const lines = pageText(errnoInCallPage(name, errno) ?? { title: '', blocks: [] }, 80);
        expect(lines.length, `${name} ${errno}`).to.be.greaterThan(4);
        expect(lines[2]?.trim(), `${name} ${errno}`).to.match(/^[^\s].*\w/);
      }
    }
  });

  it('refuses an unknown errno, and one that the call does not return', () => {
    expect(errorLine(hostcall(['explain', 'fd_close', 'ENOENT']))).to.equal(
      'fd_close does not return ENOENT; it returns EBADF and EIO',
    );
    expect(errorLine(hostcall(['explain', 'fd_read', 'nothing']))).to.equal(
      "'nothing' is not an errno; name one such as ENOTCAPABLE, or its number",
    );
    expect(errorLine(hostcall(['explain', 'ENOENT', 'ENOENT']))).to.equal(
      "'ENOENT' is not a hostcall; name a hostcall, and then an errno",
    );
  });

  it('tells what differs in wasi_unstable', () => {
    expect(explained('fd_seek')).to.match(/wasi_unstable +whence differs: the order is CUR, END, SET/);
    expect(explained('wasi_unstable.fd_filestat_get')).to.match(/wasi_unstable +the filestat differs: 56 bytes/);
    expect(explained('sock_accept')).to.match(/wasi_unstable +does not have it/);
    expect(explained('poll_oneoff')).to.match(/wasi_unstable +the subscription differs: 56 bytes/);
    expect(explained('wasi_unstable')).to.match(/Not there yet\n\n {2}sock_accept\n/);
  });

  it('finds an errno by any of its names', () => {
    const page = explained('ENOENT');
    expect(page).to.match(/^ENOENT \(44\): No such file or directory\n/);
    for (const name of ['NOENT', 'enoent', '44', 'ERRNO_NOENT', '__WASI_ERRNO_NOENT'])
      expect(explained(name), name).to.equal(page);
  });

  it('is case-sensitive where names differ only in case', () => {
    expect(explained('FD_READ')).to.match(
      /^FD_READ: a right, bit 1 \(0x2\)\n[\s\S]*FD_READ: a value of eventtype, 1\n/,
    );
  });

  it('finds flags and values as C headers and POSIX spell them', () => {
    expect(explained('SYMLINK_FOLLOW')).to.match(/^SYMLINK_FOLLOW: a flag of lookupflags, bit 0/);
    expect(explained('O_CREAT')).to.match(/^CREAT: a flag of oflags, bit 0/);
    expect(explained('FDFLAGS_APPEND')).to.match(/^APPEND: a flag of fdflags, bit 0/);
    expect(explained('CLOCK_MONOTONIC')).to.match(/^MONOTONIC: a value of clockid, 1/);
    expect(explained('SIGINT')).to.match(/^INT: a value of signal, 2/);
    expect(explained('SEEK_END')).to.match(/^END: a value of whence, 2/);
  });

  it('leads from functions of POSIX to hostcalls', () => {
    expect(explained('openat')).to.match(
      /^openat: a function of POSIX or C\n\n {2}Hostcall +What it does\n {2}path_open /,
    );
    for (const spelling of ['read', 'read(2)', 'read()'])
      expect(explained(spelling), spelling).to.match(/^read: a function of POSIX or C\n[\s\S]*\n {2}fd_read /);
    expect(explained('fork')).to.match(/^fork: a function of POSIX or C\n\n {2}It makes no hostcall\./);
    expect(explained('poll')).to.match(/^poll: a family of hostcalls\n[\s\S]*\npoll: a function of POSIX or C\n/);
  });

  it('lists each function once, and each counterpart of a hostcall', () => {
    const names = posixFunctions.flatMap(functions => functions.names);
    expect(new Set(names).size).to.equal(names.length);
    // Of a function that WasmEdge has in two versions, one is listed.
    for (const call of everyHostcall.filter(name => !/_v[12]$/.test(name))) {
      const [, twin] = /^(\w+)\(\d\)$/.exec(hostcallText(call).posix) ?? [];
      if (twin === undefined || ['environ', 'cap_rights_limit', call].includes(twin)) continue;
      const { calls } = posixFunctions.find(functions => functions.names.includes(twin)) ?? {};
      expect(calls, twin).to.include(call);
    }
  });

  it('explains numbers as exit statuses too', () => {
    expect(explained('71')).to.match(/^ESRCH \(71\): [\s\S]*\n71 as an exit status\n[\s\S]*EX_OSERR/);
    expect(explained('134')).to.match(/^134 as an exit status\n[\s\S]*trapped[\s\S]*SIGABRT/);
    expect(explained('143')).to.match(/^143 as an exit status\n[\s\S]*SIGTERM/);
    expect(explained('125')).to.match(/^125 as an exit status\n/);
    expect(explained('44')).to.not.contain('exit status');
    for (const number of ['99', '145', '999']) expect(hostcall(['explain', number]).status, number).to.equal(2);
  });

  it('knows every exit status of hostcall', () => {
    const { signal, ...statuses } = ExitStatus;
    for (const status of [...Object.values(statuses), signal + 15])
      expect(exitStatusPage(String(status)), `${status}`).to.not.equal(undefined);
  });

  it('lays a struct out, for both ABIs where they differ', () => {
    const page = explained('filestat');
    expect(page).to.contain('filestat: a struct of 64 bytes, aligned to 8 (wasi_snapshot_preview1)');
    expect(page).to.match(/ 24–31 +nlink +u64/);
    expect(page).to.contain('filestat: a struct of 56 bytes, aligned to 8 (wasi_unstable)');
    expect(page).to.match(/ 20–23 +nlink +u32/);
    expect(explained('iovec')).not.to.contain('wasi_unstable');
  });

  it('lists what there is', () => {
    const overview = explained();
    for (const name of hostcallNames) expect(overview).to.contain(name);
    const table = explained('errnos');
    for (const { name } of errnos) expect(table).to.contain(name);
    const rightsTable = explained('rights');
    for (const name of rights) expect(rightsTable).to.contain(name);
    expect(explained('%poll')).to.contain('poll_oneoff');
  });

  it('offers the nearest names for one it does not know', () => {
    const ended = hostcall(['explain', 'fd_raed']);
    expect(ended.status).to.equal(2);
    expect(ended.stdout).to.equal('');
    expect(errorLine(ended)).to.match(/^unknown name 'fd_raed'; did you mean fd_read or /);
    expect(errorLine(hostcall(['explain', 'qqqqqqqqqq']))).to.equal(
      "unknown name 'qqqqqqqqqq'; see `hostcall explain` for all names",
    );
  });

  it('has a page for everything in its catalogue, within the width', () => {
    for (const { names, subject } of catalogue) {
      const [heading, ...lines] = pageText(explanation(subject), 100);
      expect(heading, names[0]).to.match(/\S/);
      // A web address is not broken across lines, so that it can be followed.
      for (const line of lines) if (!/https:\S+$/.test(line)) expect(line.length, line).to.be.at.most(100);
      expect(lines.join('\n'), names[0]).to.not.match(/: undefined|^ *undefined|\bnull\b|NaN|\u00a0/);
    }
  });
});
