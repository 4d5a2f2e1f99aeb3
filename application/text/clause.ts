/** A sentence of the tables as a part of another one: no full stop, no capital, no code marks, ASCII. */
export function clause(sentence: string): string {
  const plain = sentence.replaceAll('`', '').replaceAll('\u2019', "'").replace(/\.$/, '');
  return /^[A-Z][a-z]|^A /.test(plain) ? `${plain[0]?.toLowerCase()}${plain.slice(1)}` : plain;
}
