/**
 * 16 KiB. What a hostcall needs at most was measured on V8, without optimisation: 1.5 KiB to open a file on Node, from the meaning down to the call of the
 * host and back. Directories made of others take a few hundred bytes more each.
 * Code that has yet to be compiled needs more, 40 KiB on V8: what is opened or closed there is kept in `DescriptorTable.unnumbered` if it is cut short.
 * Asking for that much at each call would double what opening a file costs.
 */
const ROOM: readonly undefined[] = new Array(2048).fill(undefined);

function nothing(): void {}

/**
 * Makes sure that a hostcall will not run out of stack in its middle. A guest that calls itself without end makes its last calls with hardly any left;
 * one that has opened something of the host's and cannot note it would leave it open for good. Called before a call has any effect.
 * @throws what the engine throws where the stack is used up
 */
export function requireStack(): void {
  // Arguments lie on the stack.
  nothing.apply(undefined, ROOM as []);
}
