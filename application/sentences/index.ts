/** The request and the result of a call, in a sentence. */
export { callSentence } from './call-sentence.js';
export { durationWords, instantWords } from './value-words.js';
