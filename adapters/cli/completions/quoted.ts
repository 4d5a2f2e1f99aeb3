/** A text as one word of a shell, also of fish, in which a backslash between quotes has a meaning only before a quote or another one. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
