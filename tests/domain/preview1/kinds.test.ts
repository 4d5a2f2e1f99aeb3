import { expect } from 'chai';
import {
  enumerations,
  errnosOf,
  flagSets,
  hostcallNames,
  describe as hostcallRow,
  type ParamKind,
  paramKinds,
  type ResultKind,
  resultKind,
  resultKinds,
  structOf,
  wasmEdgeNames,
} from '../../../domain/index.js';
import * as witx from './witx.js';

const used = new Set<ParamKind>(hostcallNames.flatMap(name => hostcallRow(name).params.map(({ kind }) => kind)));

describe('the kinds of parameters', () => {
  it('are passed as the interface description says', () => {
    expect([...used].sort()).eql(Object.keys(witx.params).sort());
    for (const kind of used) {
      const { wasm, signed, pointsTo } = paramKinds[kind];
      const words = [...wasm, ...(signed ? ['signed'] : []), ...(pointsTo ? [pointsTo] : [])];
      expect(words.join(' '), kind).equal(witx.params[kind]);
    }
  });

  it('are flags and enumerations where these exist', () => {
    for (const kind of Object.keys(flagSets) as ParamKind[]) expect(paramKinds[kind].form, kind).equal('flags');
    for (const kind of Object.keys(enumerations) as ParamKind[])
      expect(paramKinds[kind].form, kind).equal('enumeration');
  });

  it('are captured if they lie in memory', () => {
    for (const kind of used) {
      const { entry = [], exit = [] } = paramKinds[kind];
      const [onEntry = '', onReturn = ''] = witx.capturedParams[kind] ?? [];
      expect([entry.join(' '), exit.join(' ')], kind).eql([onEntry, onReturn]);
    }
  });

  it('are refused with their errnos if they are invalid', () => {
    const expected: Partial<Record<ParamKind, string>> = {
      fd: 'EBADF',
      path: 'EFAULT EILSEQ EINVAL ENAMETOOLONG ENOTCAPABLE',
      iovecs: 'EFAULT EINVAL',
      ciovecs: 'EFAULT EINVAL',
      buffer: 'EFAULT',
      subscriptions: 'EFAULT',
      events: 'EFAULT',
    };
    for (const kind of used) {
      const { form, errnos = [] } = paramKinds[kind];
      const checked = form === 'flags' || form === 'enumeration';
      expect(errnos.join(' '), kind).equal(expected[kind] ?? (checked ? 'EINVAL' : ''));
    }
    expect(errnosOf('fd_tell')).include('EBADF');
  });

  it('have the names of wasi-libc in C', () => {
    const names = Object.entries(paramKinds).flatMap(([kind, { c }]) =>
      c === undefined || !used.has(kind as ParamKind) ? [] : [`${kind}: ${c.trim()}`],
    );
    expect(names).eql([
      'cookie: dircookie_t',
      'nsubscriptions: size_t',
      'path: const char *',
      'iovecs: const iovec_t *',
      'ciovecs: const ciovec_t *',
      'buffer: uint8_t *',
      'subscriptions: const subscription_t *',
      'events: event_t *',
    ]);
  });
});

describe('the kinds of parameters of WasmEdge’s functions', () => {
  // Source: https://github.com/WasmEdge/WasmEdge/blob/0.13.5/lib/host/wasi/wasifunc.cpp
  const expected: Partial<Record<ParamKind, readonly [passed: string, errnos: string]>> = {
    addressfamily: ['i32', 'EINVAL'],
    sockettype: ['i32', 'EINVAL'],
    socketlevel: ['i32', 'EINVAL'],
    socketoption: ['i32', 'EINVAL'],
    port: ['i32', ''],
    backlog: ['i32', ''],
    address: ['i32 bytes', 'EFAULT EINVAL'],
    addressroom: ['i32 bytes', 'EFAULT EINVAL'],
    addressquery: ['i32 bytes', 'EFAULT'],
    addresslist: ['i32 i32 bytes', 'EFAULT'],
    numberroom: ['i32 bytes', 'EFAULT'],
    optionroom: ['i32 i32 bytes', 'EFAULT'],
    optionvalue: ['i32 i32 bytes', 'EFAULT'],
    netname: ['i32 i32 bytes', 'EFAULT EILSEQ ENAMETOOLONG'],
  };
  const own = wasmEdgeNames.flatMap(name => hostcallRow(name).params.map(({ kind }) => kind));

  it('are passed and refused as those of preview1', () => {
    const found = own
      .filter(kind => !used.has(kind))
      .map((kind): [ParamKind, [string, string]] => {
        const { wasm, pointsTo, errnos = [] } = paramKinds[kind];
        return [kind, [[...wasm, ...(pointsTo ? [pointsTo] : [])].join(' '), errnos.join(' ')]];
      });
    expect(Object.fromEntries(found)).eql(expected);
  });
});

describe('the kinds of results', () => {
  it('take as many bytes as the interface description says', () => {
    for (const kind of Object.keys(resultKinds) as ResultKind[]) {
      const { form, size, struct, promoted, table, exit } = resultKind(kind);
      const words = [form, size ?? struct, ...(promoted ? ['returned'] : []), ...(table ? ['table'] : [])];
      expect(words.join(' '), kind).equal(witx.results[kind]);
      expect(exit.join(' '), kind).equal(witx.capturedResults[kind]);
      expect(structOf(kind), kind).equal(struct);
    }
  });
});
