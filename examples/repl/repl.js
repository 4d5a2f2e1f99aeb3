/**
 * Python in a page, without a worker: where the program waits for a line, it is suspended, and the page goes on. See docs/waiting.md.
 */
import { createRuntime } from 'hostcall';
import { browserPorts } from 'hostcall/browser';

const terminal = document.querySelector('#terminal');
const form = document.querySelector('#line');
const typed = document.querySelector('#typed');

function show(text) {
  terminal.append(text);
  terminal.scrollTop = terminal.scrollHeight;
}

/** Each line that is entered. Programs that ask are told that it is a terminal. */
function enteredLines() {
  const lines = new ReadableStream({
    start(controller) {
      form.addEventListener('submit', event => {
        event.preventDefault();
        const line = `${typed.value}\n`;
        typed.value = '';
        show(line);
        controller.enqueue(line);
      });
    },
  });
  return Object.assign(lines, { isTTY: true });
}

/** What the program writes. A character may come in two pieces. */
function output() {
  const decoder = new TextDecoder();
  return Object.assign(bytes => show(decoder.decode(bytes, { stream: true })), { isTTY: true });
}

const runtime = createRuntime(browserPorts());
try {
  const wasm = await runtime.compile(await (await fetch('python.wasm')).arrayBuffer());
  const { exitCode } = await runtime.run(wasm, {
    waiting: 'suspend',
    argv0: 'python',
    args: ['-q', '-i'],
    stdin: enteredLines(),
    stdout: output(),
    stderr: output(),
  });
  show(`\nPython exited with ${exitCode}.\n`);
} catch (error) {
  show(`\n${error.message}\n`);
}
