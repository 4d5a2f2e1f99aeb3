/**
 * The guest path that the name of a directory and a path below it amount to, `.` and `..` resolved by their names alone: no link is followed,
 * since nothing is looked at.
 * @param label what the directory is called, such as `/project` or `.`
 * @param path below it; empty for the directory itself
 * @returns such as `/project/notes.txt`, without a slash at the end
 */
export function guestPathBelow(label: string, path: string): string {
  const names: string[] = [];
  for (const name of `${label}/${path}`.split('/')) {
    if (name === '..') names.pop();
    else if (name !== '' && name !== '.') names.push(name);
  }
  const joined = names.join('/');
  return label.startsWith('/') ? `/${joined}` : joined === '' ? '.' : joined;
}
