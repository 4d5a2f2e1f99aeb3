/** Text from guests and files, made safe to show. */

export { expressionEnd } from './expression-end.js';
export { abridged, printable, printableJson, printableLines } from './printable.js';
export { escapedText, type HexStrings, plainBytes, quote, quoteHex, quoteLabel, quoteRange } from './quote.js';
