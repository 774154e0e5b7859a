import { Duplex } from 'node:stream';

/** Runs complete messages of PostgreSQL's wire protocol that end in a Query or a Sync, and returns the backend's messages. */
export type ExecuteProtocol = (messages: Uint8Array) => Promise<Uint8Array>;

/** AuthenticationOk and ReadyForQuery: the embedded database has one user without a password. */
const STARTUP_REPLY = Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0, 0x5a, 0, 0, 0, 5, 0x49]);

/** A Query message with `ROLLBACK`. */
const ROLLBACK = Buffer.from('Q\0\0\0\rROLLBACK\0', 'latin1');

/** Types of frontend messages that the backend answers: Query and Sync. */
const QUERY = 0x51;
const SYNC = 0x53;
const TERMINATE = 0x58;

/**
 * Stands in for the socket to a PostgreSQL server in `pg`. Behind it is the only session of the embedded database, so use it in a pool of
 * one connection.
 * https://www.postgresql.org/docs/18/protocol-message-formats.html
 */
export class EmbeddedStream extends Duplex {
  #pending: Buffer = Buffer.alloc(0);
  #isStarted = false;

  constructor(private readonly execute: ExecuteProtocol) {
    super();
  }

  connect(): this {
    process.nextTick(() => this.emit('connect'));
    return this;
  }

  // Socket options, without effect.
  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error) => void): void {
    this.#take(chunk).then(() => done(), done);
  }

  override _writev(chunks: { chunk: Buffer }[], done: (error?: Error) => void): void {
    this.#take(Buffer.concat(chunks.map(({ chunk }) => chunk))).then(() => done(), done);
  }

  async #take(bytes: Buffer): Promise<void> {
    this.#pending = this.#pending.length === 0 ? bytes : Buffer.concat([this.#pending, bytes]);
    if (!this.#isStarted) {
      // The startup message has no type byte; its first four bytes are its length.
      if (this.#pending.length < 4 || this.#pending.length < this.#pending.readInt32BE(0)) return;
      this.#pending = this.#pending.subarray(this.#pending.readInt32BE(0));
      this.#isStarted = true;
      // The previous connection may have been abandoned in a transaction.
      await this.execute(ROLLBACK);
      this.#answer(STARTUP_REPLY);
    }
    const { end, isTerminated } = completeMessages(this.#pending);
    const messages = this.#pending.subarray(0, end);
    this.#pending = this.#pending.subarray(end);
    if (messages.length > 0) this.#answer(await this.execute(messages));
    if (isTerminated) this.push(null);
  }

  /** Drops the reply if the connection was abandoned. */
  #answer(reply: Uint8Array): void {
    if (!this.destroyed && reply.byteLength > 0) this.push(Buffer.from(reply.buffer, reply.byteOffset, reply.byteLength));
  }
}

/** Returns the end of the last complete message that the backend answers. */
function completeMessages(bytes: Buffer): { end: number; isTerminated: boolean } {
  let end = 0;
  for (let at = 0; at + 5 <= bytes.length; ) {
    const type = bytes.readUInt8(at);
    const next = at + 1 + bytes.readInt32BE(at + 1);
    if (next > bytes.length) break;
    if (type === TERMINATE) return { end, isTerminated: true };
    if (type === QUERY || type === SYNC) end = next;
    at = next;
  }
  return { end, isTerminated: false };
}
