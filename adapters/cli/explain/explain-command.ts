import { type CommandDescription, debugOption } from '../command-description.js';
import { ExitStatus } from '../exit-status.js';

/** `hostcall explain`: what a name of the ABI means. */
export const explainCommand: CommandDescription = {
  name: 'explain',
  summary: 'explain a hostcall, an errno, a right, a flag, a struct or an exit status',
  description:
    'Explains a name of WASI preview1: a hostcall, an errno (by name or number), a right, a flag, a value, a struct, or a family of hostcalls. Functions of POSIX lead to the hostcalls that they make, and a number is also explained as an exit status. With a hostcall and an errno, explains why that call returns it. Without a name, lists all names.',
  arguments: [
    {
      name: 'name',
      text: 'as the interface description, a C header or a trace spells it',
      number: '?',
      completes: 'name',
    },
    {
      name: 'errno',
      text: 'behind a hostcall: why that call returns this errno',
      number: '?',
      completes: 'name',
    },
  ],
  groups: [{ title: 'Other', options: [debugOption] }],
  examples: [
    ['hostcall explain path_open', 'its parameters, the rights it needs, its errnos'],
    ['hostcall explain ENOTCAPABLE', 'or NOTCAPABLE, or 76'],
    ['hostcall explain path_open ENOTCAPABLE', 'why that call returns it'],
    ['hostcall explain SYMLINK_FOLLOW'],
    ['hostcall explain openat', 'the hostcall that it makes'],
    ['hostcall explain 71', 'an errno, and an exit status'],
    ['hostcall explain filestat', 'its layout in memory'],
    ['hostcall explain wasi_unstable', 'what differs from preview1'],
  ],
  exitStatus: '0, or 2 for an unknown name, or an errno that the hostcall does not return.',
  async run([name, errno]) {
    const { explain } = await import('./explain.js');
    explain(name as string | undefined, errno as string | undefined);
    return ExitStatus.ok;
  },
};
