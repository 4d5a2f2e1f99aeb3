/**
 * What is wrong in the run that trace.txt shows?
 * @param material `trace` is the text of that file, `copy` the source of the program
 */
export default function investigate({ trace }) {
  console.log(trace);
  return {
    // The line of the first call that does something wrong, counted from 1.
    line: 0,
    // How many bytes that call should have moved.
    bytes: 0,
    // The descriptor that the program opens and never closes.
    leaked: 0,
  };
}
