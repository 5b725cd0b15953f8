// A demo server of its own for each test file: data with a fixed seed on a fixed day, on a free port.

import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdtemp, rename, rm } from 'node:fs/promises';
import { existsSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import { fileURLToPath } from 'node:url';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const READY = /Hemma is running on (http:\/\/127\.0\.0\.1:(\d+))/;

/** Filling the data folder with a debug build takes a while; nothing takes longer than this. */
const START_MS_MAX = 180_000;

/** The families of every browser test. */
export const SEED = '1';

/** A Monday: summaries are due, supervision is tomorrow. */
export const TODAY = '2026-11-23';

function program() {
  if (process.env.HEMMA_BIN) return process.env.HEMMA_BIN;
  const target = process.env.CARGO_TARGET_DIR ?? path.join(HERE, '..', 'target');
  const builds = ['debug', 'release'].map((kind) => path.join(target, kind, 'hemma'));
  const found = builds.find((file) => existsSync(file));
  if (!found) throw new Error('There is no server to test. Run: cargo xtask e2e');
  return found;
}

/** A demo server. It can be stopped, killed and started again with the same data and address. */
export class Server {
  #child = null;
  #log = [];
  #running = null;
  #data;
  #options;

  constructor(data, options) {
    this.#data = data;
    this.#options = options;
    this.port = 0;
    this.url = '';
  }

  /** Starts on a free port with a folder of its own: a copy of one that this very program filled once. */
  static async start(options = {}) {
    const filled = await Server.#filled(options);
    const data = await mkdtemp(path.join(tmpdir(), 'hemma-e2e-'));
    await cp(filled, data, { recursive: true });
    const server = new Server(data, options);
    try {
      await server.start();
    } catch (failed) {
      await server.remove();
      throw failed;
    }
    return server;
  }

  /** A filled folder that no test writes in. Filling takes a debug build half a minute, copying no time. */
  static async #filled(options) {
    const { seed = SEED, today = TODAY, args = [] } = options;
    const binary = program();
    const mark = [binary, statSync(binary).mtimeMs, seed, today, ...args].join('|');
    const name = createHash('sha256').update(mark).digest('hex').slice(0, 16);
    const folder = path.join(tmpdir(), `hemma-e2e-filled-${name}`);
    if (existsSync(folder)) return folder;
    const fresh = await mkdtemp(path.join(tmpdir(), 'hemma-e2e-filling-'));
    const server = new Server(fresh, options);
    try {
      await server.start();
      await server.stop();
      await rename(fresh, folder);
    } catch (failed) {
      await server.remove();
      // Another test file may have been first.
      if (!existsSync(folder)) throw failed;
    }
    return folder;
  }

  /** The folder with its data. */
  get data() {
    return this.#data;
  }

  /** What it has written to its log, for a test that fails and for one that looks for secrets. */
  get log() {
    return this.#log.join('\n');
  }

  /** Starts again with the same data on the same port. */
  async start() {
    const { seed = SEED, today = TODAY, args = [], env = {} } = this.#options;
    const settings = ['--seed', seed, '--today', today, ...args];
    const listen = `127.0.0.1:${this.port}`;
    const child = spawn(program(), ['demo', '--data', this.#data, '--listen', listen, ...settings], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    this.#running = new Promise((ended) => child.once('exit', (code, signal) => ended(signal ?? code)));
    running.add(child);
    child.once('exit', () => running.delete(child));
    const [, url, port] = await this.#address(child);
    this.url = url;
    this.port = Number(port);
  }

  #address(child) {
    return new Promise((resolve, reject) => {
      const fail = (why) => reject(new Error(`${why}:\n${this.log}`));
      const timer = setTimeout(() => fail('the server gave no address'), START_MS_MAX);
      child.once('error', reject);
      child.once('exit', (code) => {
        clearTimeout(timer);
        fail(`the server ended with ${code}`);
      });
      for (const stream of [child.stdout, child.stderr]) {
        readline.createInterface({ input: stream }).on('line', (line) => {
          this.#log.push(line);
          const found = READY.exec(line);
          if (!found) return;
          clearTimeout(timer);
          resolve(found);
        });
      }
    });
  }

  /** Ends it as an administrator would, and waits until it has. */
  async stop() {
    return this.#end('SIGTERM');
  }

  /** Ends it as a power cut would. */
  async kill() {
    return this.#end('SIGKILL');
  }

  async restart() {
    await this.stop();
    await this.start();
  }

  /** Ends it and deletes its data. */
  async remove() {
    await this.kill();
    await rm(this.#data, { recursive: true, force: true });
  }

  async #end(signal) {
    if (!this.#child) return;
    this.#child.kill(signal);
    await this.#running;
    this.#child = null;
  }
}

// A test run that is cut short leaves no server behind.
const running = new Set();
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => process.exit(1));
}
