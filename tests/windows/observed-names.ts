import { contentOf, type Observation, spelt, statsOf } from './observation.js';

/** Making, removing and renaming names. */
export const NAMES: readonly Observation[] = [
  {
    call: 'mkdir',
    what: 'a name in other letters',
    ask: ({ host, directory, at }) => {
      directory('Dir');
      return host.mkdir(at('dIR'), 0o777);
    },
    answer: 'EEXIST',
    source: 'naming',
  },
  {
    call: 'mkdir',
    what: 'the name of a directory that was removed while it is open',
    ask: ({ host, directory, opened }) => {
      const path = directory('d');
      opened('d');
      host.rmdir(path);
      return host.mkdir(path, 0o777);
    },
    answer: 'EPERM',
    wine: 'EEXIST',
    source: 'RemoveDirectory',
  },
  {
    call: 'rmdir',
    what: 'a file',
    ask: ({ host, file }) => host.rmdir(file('f')),
    answer: 'ENOENT',
    source: 'errors',
  },
  {
    call: 'rmdir',
    what: 'a directory with something in it',
    ask: ({ host, directory, file }) => {
      directory('d');
      file('d/f');
      return host.rmdir(directory('d'));
    },
    answer: 'ENOTEMPTY',
    source: 'errors',
  },
  {
    call: 'rmdir',
    what: 'a link to a directory',
    ask: ({ host, directory, at }) => {
      directory('d');
      host.symlink('d', at('link'), 'dir');
      return host.rmdir(at('link'));
    },
    answer: 'ok',
    wine: 'ENOENT',
    source: 'RemoveDirectory',
  },
  {
    call: 'unlink',
    what: 'a directory',
    ask: ({ host, directory }) => host.unlink(directory('d')),
    answer: 'EPERM',
    source: 'libuv',
  },
  {
    call: 'unlink',
    what: 'a read-only file',
    ask: ({ host, file, protect, at }) => {
      file('f');
      protect('f');
      return host.unlink(at('f'));
    },
    answer: 'ok',
    source: 'libuv',
  },
  {
    call: 'unlink',
    what: 'a link to a directory',
    ask: ({ host, directory, at }) => {
      directory('d');
      host.symlink('d', at('link'), 'dir');
      return host.unlink(at('link'));
    },
    answer: 'ok',
    wine: 'ENOENT',
    source: 'libuv',
  },
  {
    call: 'unlink',
    what: 'one of two names, while the other is open: what is left',
    ask: ({ host, file, at, opened }) => {
      file('one');
      host.link(at('one'), at('other'));
      opened('one');
      host.unlink(at('other'));
      return host.readdir(at('.'));
    },
    answer: ['one'],
    wine: ['one', 'other'],
    source: 'fsa',
  },
  {
    call: 'symlink',
    what: 'over what is there',
    ask: ({ host, file, at }) => {
      file('f');
      return host.symlink('x', at('f'), 'file');
    },
    answer: 'EEXIST',
    wine: 'ok',
    source: 'CreateSymbolicLink',
  },
  {
    call: 'symlink',
    what: 'and read it',
    ask: ({ host, at }) => {
      host.symlink('../a/b', at('link'), 'file');
      return host.readlink(at('link'));
    },
    answer: '..\\a\\b',
    wine: 'ENOENT',
    source: 'libuv',
  },
  {
    call: 'link',
    what: 'to a name that is taken',
    ask: ({ host, file }) => host.link(file('f'), file('g')),
    answer: 'EEXIST',
    source: 'CreateHardLink',
  },
  {
    call: 'link',
    what: 'a directory',
    ask: ({ host, directory, at }) => host.link(directory('d'), at('e')),
    answer: 'EPERM',
    source: 'CreateHardLink',
  },
  {
    call: 'link',
    what: 'a symbolic link: the number of names of what it leads to',
    ask: ({ host, file, at }) => {
      file('f');
      host.symlink('f', at('link'), 'file');
      host.link(at('link'), at('second'));
      return Number(statsOf(host.lstat(at('f'))).nlink);
    },
    answer: 2,
    wine: 1,
    source: 'CreateHardLink',
  },
  {
    call: 'rename',
    what: 'over a file',
    ask: ground => {
      const result = spelt(ground.host.rename(ground.file('f', 'new'), ground.file('g', 'old')));
      return [result, contentOf(ground, 'g')];
    },
    answer: ['ok', 'new'],
    source: 'MoveFileEx',
  },
  {
    call: 'rename',
    what: 'over a file that is open',
    ask: ({ host, file, opened }) => {
      file('g');
      opened('g');
      return host.rename(file('f'), file('g'));
    },
    answer: 'EPERM',
    source: 'fsa',
  },
  {
    call: 'rename',
    what: 'over a read-only file',
    ask: ({ host, file, protect, at }) => {
      file('g');
      protect('g');
      return host.rename(file('f'), at('g'));
    },
    answer: 'EPERM',
    wine: 'ok',
    source: 'fsa',
  },
  {
    call: 'rename',
    what: 'a file that is open',
    ask: ({ host, file, opened, at }) => {
      file('f');
      opened('f');
      return host.rename(at('f'), at('g'));
    },
    answer: 'ok',
    source: 'libuv',
  },
  {
    call: 'rename',
    what: 'a file over a directory',
    ask: ({ host, file, directory }) => host.rename(file('f'), directory('d')),
    answer: 'EPERM',
    source: 'MoveFileEx',
  },
  {
    call: 'rename',
    what: 'a directory over an empty one',
    ask: ({ host, directory }) => host.rename(directory('d'), directory('e')),
    answer: 'EPERM',
    source: 'MoveFileEx',
  },
  {
    call: 'rename',
    what: 'a directory over a file',
    ask: ({ host, directory, file }) => host.rename(directory('d'), file('f')),
    answer: 'ok',
    source: 'fsa',
  },
  {
    call: 'rename',
    what: 'a directory into itself',
    ask: ({ host, directory, at }) => host.rename(directory('d'), at('d/e')),
    answer: 'EINVAL',
    source: 'errors',
  },
  {
    call: 'rename',
    what: 'a directory in which a file is open',
    ask: ({ host, directory, file, opened, at }) => {
      directory('d');
      file('d/f');
      opened('d/f');
      return host.rename(at('d'), at('e'));
    },
    answer: 'EPERM',
    wine: 'ok',
    source: 'fsa',
  },
  {
    call: 'rename',
    what: 'to the same name in other letters: what is listed',
    ask: ({ host, file, at }) => {
      host.rename(file('file'), at('FILE'));
      return host.readdir(at('.'));
    },
    answer: ['FILE'],
    wine: ['file'],
    source: 'naming',
  },
  {
    call: 'rename',
    what: 'to another name of the same file: what is listed',
    ask: ({ host, file, at }) => {
      host.link(file('one'), at('other'));
      host.rename(at('one'), at('other'));
      return host.readdir(at('.'));
    },
    answer: ['other'],
    wine: ['one', 'other'],
    source: 'fsa',
  },
];
