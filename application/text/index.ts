/** Text that is not ours, as it may be shown. */

export { expressionEnd } from './expression-end.js';
export { abridged, printable, printableJson, printableLines } from './printable.js';
export { escapedText, type HexStrings, plainBytes, quote, quoteHex, quoteLabel, quoteRange } from './quote.js';
