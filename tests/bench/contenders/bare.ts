import { randomFillSync } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
  renameSync,
  rmdirSync,
  type Stats,
  symlinkSync,
  unlinkSync,
  writeSync,
  writevSync,
} from 'node:fs';
import { args, type Contender, env } from '../contender.js';

const ENOENT = 44;

/**
 * The lower bound: what Node itself takes. Each call does the same `fs`, `crypto` or clock call, stores its result, and checks nothing:
 * no rights, no bounds, no walk. Only what the rows use is there.
 */
export function bare(folder: string): Contender {
  let bytes = Buffer.alloc(0);
  let view = new DataView(bytes.buffer);
  const positions: number[] = [];
  const strings = (list: readonly string[]) => list.map(text => Buffer.from(`${text}\0`));
  const encodedArgs = strings(args);
  const encodedEnv = strings(Object.entries(env).map(([name, value]) => `${name}=${value}`));
  const host = (path: number, length: number) => `${folder}/${bytes.toString('latin1', path, path + length)}`;

  const sizes = (list: readonly Buffer[], count: number, size: number) => {
    view.setUint32(count, list.length, true);
    view.setUint32(
      size,
      list.reduce((sum, one) => sum + one.length, 0),
      true,
    );
    return 0;
  };
  const copy = (list: readonly Buffer[], pointers: number, at: number) => {
    for (let n = 0, next = at; n < list.length; n++) {
      const one = list[n] as Buffer;
      view.setUint32(pointers + n * 4, next, true);
      bytes.set(one, next);
      next += one.length;
    }
    return 0;
  };
  const storeTime = (nanoseconds: number, into: number) => {
    view.setUint32(into, nanoseconds, true);
    view.setUint32(into + 4, nanoseconds / 2 ** 32, true);
    return 0;
  };
  const storeStat = (stats: Stats, into: number) => {
    view.setFloat64(into + 8, stats.ino, true);
    view.setFloat64(into + 32, stats.size, true);
    view.setFloat64(into + 48, stats.mtimeMs, true);
    return 0;
  };
  const buffers = (iovecs: number, count: number) =>
    Array.from({ length: count }, (_, n) => {
      const at = view.getUint32(iovecs + n * 8, true);
      return bytes.subarray(at, at + view.getUint32(iovecs + n * 8 + 4, true));
    });
  const read = (fd: number, iovecs: number, position: number | null, result: number) => {
    const length = view.getUint32(iovecs + 4, true);
    view.setUint32(result, readSync(fd, bytes, view.getUint32(iovecs, true), length, position), true);
    return 0;
  };
  const write = (fd: number, iovecs: number, count: number, position: number | null, result: number) => {
    const written =
      count === 1
        ? writeSync(fd, bytes, view.getUint32(iovecs, true), view.getUint32(iovecs + 4, true), position)
        : writevSync(fd, buffers(iovecs, count), position ?? undefined);
    view.setUint32(result, written, true);
    return 0;
  };

  return {
    name: 'bare',
    attach(instance) {
      const { buffer } = instance.exports.memory as { buffer: ArrayBuffer };
      bytes = Buffer.from(buffer);
      view = new DataView(buffer);
    },
    imports: {
      sched_yield: () => 0,
      fd_prestat_get(_fd: number, into: number) {
        view.setUint32(into, 0, true);
        view.setUint32(into + 4, 1, true);
        return 0;
      },
      fd_fdstat_get(_fd: number, into: number) {
        for (let n = 0; n < 24; n += 4) view.setUint32(into + n, 4, true);
        return 0;
      },
      fd_tell: (fd: number, into: number) => storeTime(positions[fd] ?? 0, into),
      fd_seek(fd: number, offset: bigint, _whence: number, into: number) {
        positions[fd] = Number(offset);
        return storeTime(Number(offset), into);
      },
      random_get(at: number, length: number) {
        randomFillSync(bytes, at, length);
        return 0;
      },
      poll_oneoff(_in: number, out: number, _n: number, result: number) {
        bytes.fill(0, out, out + 32);
        view.setUint32(result, 1, true);
        return 0;
      },
      environ_sizes_get: (count: number, size: number) => sizes(encodedEnv, count, size),
      environ_get: (pointers: number, at: number) => copy(encodedEnv, pointers, at),
      args_sizes_get: (count: number, size: number) => sizes(encodedArgs, count, size),
      args_get: (pointers: number, at: number) => copy(encodedArgs, pointers, at),
      clock_time_get: (id: number, _precision: bigint, into: number) =>
        storeTime((id === 0 ? performance.timeOrigin + performance.now() : performance.now()) * 1e6, into),
      // Sequential reads and writes keep their position here, as WASI's do: the host's own is not what a guest may see.
      fd_read(fd: number, iovecs: number, _count: number, result: number) {
        const position = positions[fd] as number;
        positions[fd] = position + view.getUint32(iovecs + 4, true);
        return read(fd, iovecs, position, result);
      },
      fd_pread: (fd: number, iovecs: number, _count: number, offset: bigint, result: number) =>
        read(fd, iovecs, Number(offset), result),
      fd_write(fd: number, iovecs: number, count: number, result: number) {
        const position = positions[fd] as number;
        positions[fd] = position + view.getUint32(iovecs + 4, true) * count;
        return write(fd, iovecs, count, position, result);
      },
      fd_pwrite: (fd: number, iovecs: number, count: number, offset: bigint, result: number) =>
        write(fd, iovecs, count, Number(offset), result),
      fd_filestat_get: (fd: number, into: number) => storeStat(fstatSync(fd), into),
      path_filestat_get(_fd: number, _flags: number, path: number, length: number, into: number) {
        const stats = lstatSync(host(path, length), { throwIfNoEntry: false });
        return stats === undefined ? ENOENT : storeStat(stats, into);
      },
      path_open(
        _fd: number,
        _flags: number,
        path: number,
        length: number,
        oflags: number,
        rights: bigint,
        _inheriting: bigint,
        _fdflags: number,
        result: number,
      ) {
        try {
          const writing = (Number(rights) & 64) === 0 ? constants.O_RDONLY : constants.O_RDWR;
          const creating = (oflags & 1) === 0 ? 0 : constants.O_CREAT | constants.O_EXCL;
          view.setUint32(result, openSync(host(path, length), writing | creating), true);
          return 0;
        } catch {
          return ENOENT;
        }
      },
      fd_close(fd: number) {
        closeSync(fd);
        return 0;
      },
      path_unlink_file(_fd: number, path: number, length: number) {
        unlinkSync(host(path, length));
        return 0;
      },
      path_create_directory(_fd: number, path: number, length: number) {
        mkdirSync(host(path, length));
        return 0;
      },
      path_remove_directory(_fd: number, path: number, length: number) {
        rmdirSync(host(path, length));
        return 0;
      },
      path_rename(_fd: number, path: number, length: number, _newFd: number, newPath: number, newLength: number) {
        renameSync(host(path, length), host(newPath, newLength));
        return 0;
      },
      path_symlink(target: number, targetLength: number, _fd: number, path: number, length: number) {
        symlinkSync(bytes.toString('latin1', target, target + targetLength), host(path, length));
        return 0;
      },
      path_readlink(_fd: number, path: number, length: number, at: number, size: number, result: number) {
        view.setUint32(result, bytes.write(readlinkSync(host(path, length)), at, size), true);
        return 0;
      },
      fd_readdir(_fd: number, at: number, _size: number, _cookie: bigint, result: number) {
        let next = at;
        for (const entry of readdirSync(`${folder}/list`, { withFileTypes: true })) {
          next += 24 + bytes.write(entry.name, next + 24);
        }
        view.setUint32(result, next - at, true);
        return 0;
      },
    },
  };
}
