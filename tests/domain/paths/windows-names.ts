/** The name that Windows uses when a program passes this one as the last component of a path. */
export type Meaning =
  | { readonly kind: 'file'; readonly directory: readonly string[]; readonly name: string; readonly stream: string }
  | { readonly kind: 'device' | 'invalid' };

const DEVICES = ['CON', 'PRN', 'AUX', 'NUL', 'CONIN$', 'CONOUT$'];
for (const port of ['COM', 'LPT']) for (const digit of '123456789¹²³') DEVICES.push(port + digit);

/**
 * A model of what Windows makes of a name, written from its documentation step by step, and with nothing of the rules under test: separators split
 * it, a device is recognised, dots and spaces at the end are dropped, a stream is split off.
 * @param version Windows 10 recognises a device before an extension, too
 */
export function meaningOf(name: string, version: 10 | 11): Meaning {
  const names = name.split(/[/\\]/);
  const last = names.pop() as string;
  const base = (version === 10 ? (last.split(/[.:]/)[0] as string) : last.replace(/[. ]+$/, '')).replace(/ +$/, '');
  const capitals = [...base].map(each => (each <= 'z' ? each.toUpperCase() : each)).join('');
  if (DEVICES.includes(capitals)) return { kind: 'device' };
  const [file = '', ...streams] = last.replace(/[. ]+$/, '').split(':');
  if ([...last].some(each => '<>"|?*'.includes(each) || each < ' ') || file === '') return { kind: 'invalid' };
  return { kind: 'file', directory: names, name: file, stream: streams.join(':') };
}

/**
 * The second name that NTFS gives to a file, by the steps of "How Windows generates 8.3 file names": odd characters dropped or replaced, six
 * characters, a number; from the fifth collision on, two characters and four digits of a checksum, which here is `hash`.
 * @param count how many such names there are already
 */
export function shortNameOf(name: string, count: number, hash: number): string {
  const clean = (text: string) =>
    [...text.toUpperCase()]
      .filter(each => each > ' ' && each <= '~' && each !== '.')
      .map(each => ('+,;=[]'.includes(each) ? '_' : each))
      .join('');
  const trimmed = name.replace(/^\.+/, '');
  const dot = trimmed.lastIndexOf('.');
  const base = clean(dot > 0 ? trimmed.substring(0, dot) : trimmed);
  const extension = clean(dot > 0 ? trimmed.substring(dot + 1) : '').substring(0, 3);
  const digits = hash.toString(16).toUpperCase().padStart(4, '0');
  const beginning = count < 4 && base.length > 2 ? base.substring(0, 6) : base.substring(0, 2) + digits;
  const number = `~${count < 4 ? count + 1 : count - 3}`;
  return beginning.substring(0, 8 - number.length) + number + (extension === '' ? '' : `.${extension}`);
}
