import { opened } from '../opened.js';
import { hashOf } from '../routes.js';
import { bytesOf, filesOf } from '../run/dropped-files.js';
import { isProgram } from '../run/file-kind.js';
import { emptyWorld } from '../run/run-world.js';

/**
 * Opens what a person has chosen or dropped: a program with the files that it is to find, or one recording or trace.
 * @returns what is wrong with the choice; undefined if something was opened
 */
export async function openFiles(files: readonly File[]): Promise<string | undefined> {
  const kinds = await Promise.all(files.map(async file => isProgram(await bytesOf(file.slice(0, 4)))));
  const programs = files.filter((_, index) => kinds[index]);
  const others = files.filter((_, index) => !kinds[index]);
  const [program] = programs;
  const [file] = others;
  if (program !== undefined) {
    if (programs.length > 1) return 'These are several programs. Drop one of them.';
    const world = { ...emptyWorld, files: await filesOf(others) };
    opened.program = { program: program.name, wasm: await bytesOf(program), world };
    location.hash = hashOf({ view: 'run' });
    return undefined;
  }
  if (file === undefined) return 'There is no file in it. A folder cannot be opened: choose what is in it.';
  if (others.length > 1)
    return 'None of these is a program. Drop a single recording or trace, or a program with its files.';
  opened.run = { name: file.name, bytes: await bytesOf(file) };
  location.hash = hashOf({ view: 'open', name: '' });
  return undefined;
}
