/** What no output on a terminal may contain, if it is made of what is not ours: apart from line breaks, spelt out, not by classes. */
export const UNSAFE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]|[\ud800-\udfff]/u;

/** Each of them, and what else hides. */
export const unsafeCharacters: readonly string[] = [
  ...[0x00, 0x07, 0x08, 0x09, 0x0b, 0x0c, 0x0d, 0x1b, 0x7f, 0x80, 0x85, 0x9b, 0x9d, 0x9f, 0xad, 0x61c],
  ...[0x200b, 0x200c, 0x200d, 0x200e, 0x200f, 0x2028, 0x2029, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e],
  ...[0x2060, 0x2066, 0x2067, 0x2068, 0x2069, 0xfeff, 0xd800, 0xdbff, 0xdc00, 0xdfff],
  ...[0xe0000, 0xe0001, 0xe0020, 0xe0041, 0xe007f, 0x3164],
].map(code => String.fromCodePoint(code));
