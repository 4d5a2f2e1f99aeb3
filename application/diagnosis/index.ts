/** Why a call returned an errno: what denied it, found by going through what the call went through, and in words. */
export { denialKinds, explainDenial } from './explain-denial.js';
export { findDenials } from './find-denials.js';
