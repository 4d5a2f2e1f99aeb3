/**
 * The variable `NODE_OPTIONS` with a module to be imported first. It counts for Node processes that are started with it, and in workers that have options
 * of their own.
 * @param before the variable as it is
 * @param url of the module, without spaces and quotes
 */
export function withImport(before: string | undefined, url: string): string {
  const option = `--import=${url}`;
  const options = before?.split(' ') ?? [];
  return options.includes(option) ? options.join(' ') : [...options, option].filter(each => each !== '').join(' ');
}
