import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Metric, type MetricsBody, metricsOf, type Span, type SpansBody, spansOf } from './otlp.js';

/** The other end of OTLP over HTTP: a server on this machine that takes metrics and spans in JSON, and decodes them. */
export class Receiver {
  /** Each export of metrics, in order. */
  readonly metrics: (readonly Metric[])[] = [];
  readonly spans: Span[] = [];
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async open(): Promise<Receiver> {
    const server = createServer();
    const receiver = new Receiver(server);
    server.on('request', async (request, response) => {
      const pieces: Buffer[] = [];
      for await (const piece of request) pieces.push(piece);
      if (request.headers['content-type'] !== 'application/json') response.statusCode = 415;
      else receiver.#take(request.url, JSON.parse(Buffer.concat(pieces).toString()));
      response.setHeader('Content-Type', 'application/json');
      response.end('{}');
    });
    await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening));
    return receiver;
  }

  /** Where metrics go (`metrics`), or spans (`traces`). */
  url(signal: 'metrics' | 'traces'): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v1/${signal}`;
  }

  #take(url: string | undefined, body: unknown): void {
    if (url === '/v1/metrics') this.metrics.push(metricsOf(body as MetricsBody));
    else this.spans.push(...spansOf(body as SpansBody));
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
