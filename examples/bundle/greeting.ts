/** Says hello to somebody. */
export function greet(name: string): string {
  return `hello, ${name}`;
}
