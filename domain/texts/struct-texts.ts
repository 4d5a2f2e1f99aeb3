/** What structs and their fields are. */
import type { LayoutName, layouts } from '../preview1/index.js';

/** A struct in words. */
export interface StructText<Fields extends string = string> {
  /** What it is. */
  readonly text: string;
  /** What each field is, in one sentence. */
  readonly fields: { readonly [F in Fields]: string };
}

type FieldName<N extends LayoutName> = (typeof layouts)[N]['fields'][number]['name'];
/** Fields that a struct has only in wasi_unstable. */
interface UnstableField {
  subscription: 'clock.identifier';
}

/** Every struct in words, fields of wasi_unstable included. A field that has none does not compile. */
export const structTexts: {
  readonly [N in LayoutName]: StructText<FieldName<N> | (N extends keyof UnstableField ? UnstableField[N] : never)>;
} = {
  iovec: {
    text: 'One buffer of a scattered read or a gathered write (there: `ciovec`, the same layout).',
    fields: {
      buf: 'Where the buffer begins.',
      buf_len: 'How long it is, in bytes.',
    },
  },
  prestat: {
    text: 'What fd_prestat_get returns for a preopened directory.',
    fields: {
      tag: 'The kind of preopen; always 0, a directory.',
      pr_name_len: 'How long its name is, in bytes.',
    },
  },
  fdstat: {
    text: 'What fd_fdstat_get returns for a descriptor.',
    fields: {
      fs_filetype: 'What is behind the descriptor.',
      fs_flags: 'The descriptor’s flags.',
      fs_rights_base: 'What the descriptor may be used for.',
      fs_rights_inheriting: 'What may be used through it: the most that path_open can hand on.',
    },
  },
  filestat: {
    text: 'What fd_filestat_get and path_filestat_get return for a file.',
    fields: {
      dev: 'The file system’s device.',
      ino: 'The file’s number on that device.',
      filetype: 'What it is.',
      nlink: 'How many names it has.',
      size: 'Its size in bytes; of a symbolic link, the length of its target.',
      atim: 'When its data were last read.',
      mtim: 'When its data were last changed.',
      ctim: 'When its attributes were last changed.',
    },
  },
  dirent: {
    text: 'The head of one entry that fd_readdir writes. The name follows it without a gap, and the next entry follows the name.',
    fields: {
      d_next: 'Cookie of the next entry.',
      d_ino: 'The file’s number.',
      d_namlen: 'How long the name is, in bytes; it follows the struct.',
      d_type: 'What it is, symbolic links not followed.',
    },
  },
  subscription: {
    text: 'One thing for poll_oneoff to wait for. From byte 16 on, the fields depend on `tag`: those of `clock` for CLOCK, that of `fd_readwrite` for FD_READ and FD_WRITE.',
    fields: {
      userdata: 'Any number; the event returns it.',
      tag: 'What to wait for.',
      'clock.identifier': 'A number for the clock; not used.',
      'clock.id': 'Which clock.',
      'clock.timeout': 'When, or how long, in nanoseconds.',
      'clock.precision': 'How much later is acceptable, in nanoseconds.',
      'clock.flags': 'Whether the timeout is a point in time.',
      'fd_readwrite.fd': 'Which descriptor.',
    },
  },
  event: {
    text: 'One thing that occurred. The fields of `fd_readwrite` have no meaning for CLOCK.',
    fields: {
      userdata: 'The number of the subscription.',
      error: 'The error of the subscription; 0 for none.',
      type: 'What occurred.',
      'fd_readwrite.nbytes': 'How many bytes can be read or written.',
      'fd_readwrite.flags': 'The state of the descriptor.',
    },
  },
};

/**
 * A struct in words, with its general type.
 * @param name which struct
 */
export function structText(name: LayoutName): StructText {
  return structTexts[name];
}
