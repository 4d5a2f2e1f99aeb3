import { expect } from 'chai';
import { NdjsonExporter } from '../../../../application/formats/index.js';
import type { HostcallEvent } from '../../../../application/tracing/index.js';
import { renderTraceSchema } from '../../../../tools/codegen/trace-schema.js';
import { TracedGuest } from '../../tracing/traced-guest.js';
import { checkNdjson, fitsSchema, type Line, schemaText } from './check-ndjson.js';

/** The lines of some calls. */
function linesOf(...events: HostcallEvent[]): readonly Line[] {
  let text = '';
  const exporter = new NdjsonExporter(piece => {
    text += piece;
  });
  for (const event of events) exporter.call(event);
  exporter.end({ exitCode: 0 });
  return checkNdjson(text).slice(1, -1);
}

/** Takes the escapes of C back, as a consumer of a trace does. */
function bytesOf(text: string): number[] {
  const named: Readonly<Record<string, string>> = { t: '\t', n: '\n', v: '\v', f: '\f', r: '\r', '"': '"', '\\': '\\' };
  return [...text.matchAll(/\\([0-7]{1,3})|\\(.)|(.)/g)].map(([, octal, short, plain]) =>
    octal === undefined ? (named[short ?? ''] ?? plain ?? '').charCodeAt(0) : Number.parseInt(octal, 8),
  );
}

describe('a trace in NDJSON', () => {
  it('has all bytes that a program moves', () => {
    const guest = new TracedGuest();
    for (let first = 0; first < 256; first += 16) {
      // Digits behind what is escaped must not be taken for part of it.
      const bytes = Array.from({ length: 32 }, (_, i) =>
        i % 2 === 0 ? first + i / 2 : 0x30 + ((first / 16 + i) % 10),
      );
      guest.u32(0x100, 0x200, bytes.length);
      guest.memory.u8.set(bytes, 0x200);
      const [line] = linesOf(
        guest.trace('fd_write', [1, 0x100, 1, 0x80], () => {
          guest.u32(0x80, bytes.length);
          return 0;
        }),
      );
      const args = line?.args as { iovs: { data: string; moved: number }[] } | undefined;
      expect(args?.iovs.map(({ data, moved }) => [bytesOf(data), moved])).to.deep.equal([[bytes, 32]]);
    }
  });

  it('has every bit of a u64: as a number while doubles are exact, else as text', () => {
    const guest = new TracedGuest();
    const offsets = [0n, 2n ** 53n - 1n, 2n ** 53n, 2n ** 53n + 1n, 2n ** 64n - 1n];
    const lines = linesOf(
      ...offsets.map(offset =>
        guest.trace('fd_tell', [4, 0x80], () => {
          guest.u64(0x80, offset);
          return 0;
        }),
      ),
      guest.trace('fd_seek', [4, -(2n ** 63n), 0, 0x80], () => 28),
      guest.trace('fd_seek', [4, -1n, 0, 0x80], () => 28),
    );
    expect(lines.slice(0, 5).map(({ result }) => (result as { offset: unknown }).offset)).to.deep.equal([
      0,
      2 ** 53 - 1,
      '9007199254740992',
      '9007199254740993',
      '18446744073709551615',
    ]);
    expect(lines.slice(5).map(({ args }) => (args as { offset: unknown }).offset)).to.deep.equal([
      '-9223372036854775808',
      -1,
    ]);
  });

  it('does the same for a file’s attributes', () => {
    const guest = new TracedGuest();
    const event = guest.trace('fd_filestat_get', [4, 0x800], () => {
      guest.u64(0x800, 2n ** 64n - 1n, 2n ** 53n + 1n);
      guest.u8(0x810, 4);
      guest.u64(0x818, 1n, 3n, 1_700_000_000_123_456_789n, 0n, 5n);
      return 0;
    });
    expect(linesOf(event)[0]?.result).to.deep.equal({
      buf: {
        dev: '18446744073709551615',
        ino: '9007199254740993',
        filetype: 4,
        nlink: 1,
        size: 3,
        atim: '1700000000123456789',
        mtim: 0,
        ctim: 5,
      },
    });
  });

  it('has the flags and rights of a descriptor whole', () => {
    const guest = new TracedGuest();
    const event = guest.trace('fd_fdstat_get', [4, 0x800], () => {
      guest.u8(0x800, 7);
      guest.u16(0x802, 0x1234);
      guest.u64(0x808, 0x3fff_ffffn, 2n ** 63n);
      return 0;
    });
    expect(linesOf(event)[0]?.result).to.deep.equal({
      stat: {
        fs_filetype: 7,
        fs_flags: 0x1234,
        fs_rights_base: 0x3fff_ffff,
        fs_rights_inheriting: '9223372036854775808',
      },
    });
  });

  it('keeps the bytes of a name that is not UTF-8 in the text', () => {
    const guest = new TracedGuest();
    guest.memory.u8.set([0x61, 0xff, 0x31], 0x200);
    const [line] = linesOf(guest.trace('path_unlink_file', [3, 0x200, 3], () => 25));
    expect(line).to.include({ path: 'a\ufffd1', error: 'EILSEQ', errno: 25 });
    expect(line?.text).to.equal('path_unlink_file(3</>, "a\\3771")        = -1 EILSEQ (Illegal byte sequence)');
  });

  it('marks tampered calls', () => {
    const guest = new TracedGuest();
    const event = guest.trace('fd_sync', [4], () => {
      guest.tap.note({ injected: true });
      guest.tap.note({ delayed: true });
      return 29;
    });
    expect(linesOf(event)[0]).to.include({ errno: 29, error: 'EIO', injected: true, delayed: true });
    expect(JSON.parse(JSON.stringify(event))).to.include({ injected: true, delayed: true });
    const slow = guest.trace('fd_sync', [4], () => {
      guest.tap.note({ delayed: true });
      return 0;
    });
    expect(linesOf(slow)[0]).to.include({ delayed: true }).and.to.not.have.any.keys('injected', 'error');
    expect(linesOf(guest.trace('fd_sync', [4]))[0]).to.not.have.any.keys('injected', 'delayed', 'error');
  });
});

describe('the schema of a trace in NDJSON', () => {
  it('is checked in as the table gives it (npm run codegen)', () => {
    expect(schemaText === renderTraceSchema(), 'docs/schemas/trace.schema.json is up to date').to.equal(true);
  });

  it('refuses what is not a line of a trace', () => {
    const guest = new TracedGuest();
    const [line] = linesOf(guest.trace('fd_close', [4]));
    const but = (change: Line) => fitsSchema({ ...line, ...change });
    expect(but({})).to.equal(true);
    expect(but({ later: 'addition' })).to.equal(true);
    expect(but({ type: 'hostcall' })).to.equal(false);
    expect(but({ name: 'fd_clone' })).to.equal(false);
    expect(but({ args: {} })).to.equal(false);
    expect(but({ args: { fd: -1 } })).to.equal(false);
    expect(but({ args: { fd: 4, also: 1 } })).to.equal(false);
    expect(but({ result: { size: 1 } })).to.equal(false);
    expect(fitsSchema({ type: 'end', calls: 1 })).to.equal(false);
    expect(fitsSchema({ type: 'end', calls: 1, exitCode: 0, trap: 'unreachable' })).to.equal(false);
    expect(fitsSchema({ type: 'trace', format: 'hostcall', version: 2, program: 'a' })).to.equal(false);
  });
});
