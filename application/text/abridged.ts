/**
 * A text that is not longer than it may be; of a longer one the beginning and the end.
 * @param most how many characters
 */
export function abridged(text: string, most: number): string {
  if (text.length <= most) return text;
  const end = Math.floor(most / 4);
  return `${text.slice(0, most - end - 1)}…${end === 0 ? '' : text.slice(-end)}`;
}
