// A browser without a window: asks the site through the virtual address, keeps its cookies, repeats the CSRF one as the pages do.

import type {IncomingHttpHeaders} from 'node:http';
import {request as httpsRequest} from 'node:https';

export type WebAnswer = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly bytes: Buffer;
  /** Any field of a JSON answer; undefined where there is none. */
  readonly field: (...path: readonly (string | number)[]) => unknown;
};

export type Asking = {
  readonly json?: unknown;
  readonly body?: Buffer;
  readonly headers?: Readonly<Record<string, string>>;
  /** false: without the header that the pages send. */
  readonly csrf?: boolean;
  /** After so many bytes of the body the connection is cut. */
  readonly cutAfter?: number;
};

const patienceMs = 15_000;
const answerMs = 30_000;

export class WebVisitor {
  readonly address: string;
  readonly cookies = new Map<string, string>();

  constructor(address: string) {
    this.address = address;
  }

  /** Any status is an answer; only nginx's own limit of requests is waited for. */
  async ask(method: string, path: string, asking: Asking = {}): Promise<WebAnswer> {
    const end = performance.now() + patienceMs;
    for (;;) {
      const answer = await this.#once(method, path, asking);
      if (answer.status !== 429 || answer.field('error', 'where') !== 'nginx' || performance.now() > end) return answer;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }

  /** The same, and its status must be `status`. */
  async expect(status: number, method: string, path: string, asking: Asking = {}): Promise<WebAnswer> {
    const answer = await this.ask(method, path, asking);
    if (answer.status !== status) throw new Error(`${method} ${path}: ${answer.status}, not ${status}: ${answer.text}`);
    return answer;
  }

  async signIn(name: string, password: string): Promise<WebAnswer> {
    return this.expect(200, 'POST', '/api/auth/login', {json: {name, password}});
  }

  #once(method: string, path: string, {json, body, headers, csrf = true, cutAfter}: Asking): Promise<WebAnswer> {
    const sent = body ?? (json === undefined ? undefined : Buffer.from(JSON.stringify(json)));
    const token = this.cookies.get('__Host-hpcha_csrf');
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    return new Promise((resolve, reject) => {
      const asked = httpsRequest(
        {
          ...{host: this.address, port: 443, path, method, agent: false, rejectUnauthorized: false},
          headers: {
            ...(cookie === '' ? {} : {cookie}),
            ...(csrf && token !== undefined ? {'x-hpcha-csrf': token} : {}),
            ...(json === undefined ? {} : {'content-type': 'application/json'}),
            ...(sent === undefined ? {} : {'content-length': String(sent.length)}),
            ...headers,
          },
          signal: AbortSignal.timeout(answerMs),
        },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.once('error', reject);
          answer.once('end', () => {
            this.#keep(answer.headers['set-cookie'] ?? []);
            resolve(answerOf(answer.statusCode ?? 0, answer.headers, Buffer.concat(chunks)));
          });
        },
      );
      asked.once('error', reject);
      if (cutAfter === undefined || sent === undefined) asked.end(sent);
      else asked.write(sent.subarray(0, cutAfter), () => asked.destroy(new Error('cut')));
    });
  }

  #keep(lines: readonly string[]): void {
    for (const line of lines) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      const value = pair.slice(at + 1);
      if (value === '') this.cookies.delete(pair.slice(0, at));
      else this.cookies.set(pair.slice(0, at), value);
    }
  }
}

function answerOf(status: number, headers: IncomingHttpHeaders, bytes: Buffer): WebAnswer {
  const text = bytes.toString('utf8');
  const field = (...path: readonly (string | number)[]): unknown => {
    let value: unknown = parsed(text);
    for (const key of path) value = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
    return value;
  };
  return {status, headers, text, bytes, field};
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
