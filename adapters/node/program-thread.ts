/** The program of a worker that runs a thread of a guest. */
import { parentPort } from 'node:worker_threads';
import { GuestThread } from '../../application/runtime/index.js';
import { StandardEngine } from '../web/index.js';

const thread = new GuestThread(new StandardEngine(), message => parentPort?.postMessage(message));
parentPort?.on('message', order => thread.message(order));
