import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import {
  describe as describeHostcall,
  type HostcallName,
  hostcallNames,
  opensByPath,
  reportsEvents,
  walkedPaths,
} from '../../../domain/index.js';

const root = new URL('../../../../', import.meta.url);

/** What may name hostcalls, and why. */
const permitted: Readonly<Record<string, string>> = {
  'domain/preview1/hostcalls.ts': 'the table',
  'domain/texts/': 'what it says in words',
  'application/hostcalls/': 'the meanings',
  'application/modules/module-report.ts': 'WasmEdge has a hostcall of the same name with another type',
  'application/abi/shells.gen.ts': 'generated from the table',
  'adapters/node/node-wasi.ts': 'it imports two hostcalls of the engine, as a guest would',
};

/** A name that asks the table for the rights of a call. */
const asksForRights = /\b(requiredRights|rightsFor|inheritedRightsFor|substituteRights)\($/;
const aName = new RegExp(`'(${hostcallNames.join('|')})'`, 'g');

function* sources(): Generator<string> {
  for (const layer of ['domain', 'application', 'adapters', 'tools', 'api']) {
    for (const name of readdirSync(new URL(layer, root), { recursive: true, encoding: 'utf8' })) {
      if (name.endsWith('.ts')) yield `${layer}/${name.replaceAll('\\', '/')}`;
    }
  }
}

/** The lines of a file, outside of comments, that name a hostcall. */
function naming(file: string): string[] {
  const lines = readFileSync(new URL(file, root), 'utf8').split('\n');
  return lines.flatMap((line, at) => {
    if (/^\s*(\*|\/\/|\/\*)/.test(line)) return [];
    const names = [...line.matchAll(aName)].filter(({ index }) => !asksForRights.test(line.slice(0, index)));
    return names.length === 0 ? [] : [`${file}:${at + 1}: ${line.trim()}`];
  });
}

const where = (wanted: (name: HostcallName) => boolean) => hostcallNames.filter(wanted);

describe('what the code needs to know of a hostcall', () => {
  it('is in its row: nothing but the table and the meanings asks for one by name', () => {
    const files = [...sources()].filter(file => !Object.keys(permitted).some(start => file.startsWith(start)));
    expect(files.flatMap(naming)).eql([]);
  });

  it('is which descriptors it opens, closes, moves and narrows', () => {
    const effects = where(name => describeHostcall(name).descriptors !== undefined).map(
      name => `${name} ${describeHostcall(name).descriptors}`,
    );
    expect(effects).eql([
      'fd_close closes',
      'fd_fdstat_set_rights narrows',
      'fd_renumber moves',
      'path_open opens',
      'sock_accept opens',
    ]);
    expect(where(opensByPath)).eql(['path_open']);
  });

  it('is whether it waits, and how long', () => {
    const waiting = where(name => describeHostcall(name).waits !== undefined).map(
      name => `${name} ${describeHostcall(name).waits}`,
    );
    expect(waiting).eql([
      'fd_pread briefly',
      'fd_read stream',
      'fd_write briefly',
      'poll_oneoff true',
      'sock_accept true',
      'sock_recv true',
      'sock_send briefly',
    ]);
  });

  it('is whether it returns', () => {
    expect(where(name => describeHostcall(name).noreturn === true)).eql(['proc_exit']);
    expect(where(name => describeHostcall(name).mayExit === true)).eql(['proc_raise']);
  });

  it('is how many paths it walks, what it reports and what it is about', () => {
    expect(where(reportsEvents)).eql(['poll_oneoff']);
    expect(where(name => walkedPaths(name) === 2)).eql(['path_link', 'path_rename']);
    expect(walkedPaths('path_symlink')).equal(1);
    expect(where(name => describeHostcall(name).preopen !== undefined)).eql(['fd_prestat_get', 'fd_prestat_dir_name']);
    expect(describeHostcall('fd_prestat_get').preopen).equal('asks');
    expect(where(name => describeHostcall(name).since !== undefined)).eql(['sock_accept']);
    const contents = hostcallNames.flatMap(name =>
      describeHostcall(name).params.flatMap(({ holds }) => (holds === undefined ? [] : [`${name} ${holds}`])),
    );
    expect(contents).eql(['fd_prestat_dir_name name', 'fd_readdir entries', 'path_readlink name', 'random_get random']);
  });
});
