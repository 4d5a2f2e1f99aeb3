/** Why a call returned an errno: the denial is found by repeating the checks of the call, and explained in words. */
export { denialKinds, explainDenial } from './explain-denial.js';
export { findDenials } from './find-denials.js';
