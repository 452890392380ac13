import { IncomingMessage } from 'node:http';
import { SERVER_LIMITS } from './config.ts';

const EMPTY = Buffer.alloc(0);

/** Told of the whole body, or of undefined when it is too long. */
type BodyListener = (body: Buffer | undefined) => void;

/**
 * A request that collects its body as the parser gives it out. A body that is wanted whole needs no stream in between:
 * its events and turns of the queue of microtasks cost a tenth of a small request (measured in docs/performance.md). A
 * body over the limit is read on without being kept, up to a second limit, so that its sender gets to read the refusal
 * instead of a broken connection.
 */
export class BodyRequest extends IncomingMessage {
  private first: Buffer | undefined;
  private more: Buffer[] | undefined;
  private bytes = 0;
  private onBody: BodyListener | undefined;

  /**
   * To be called as soon as the request is there, before its body comes.
   * @param done called once with the body, or with undefined when it is too long; never when the client goes away
   */
  collectBody(done: BodyListener): void {
    if (this.declaredBytes > SERVER_LIMITS.discardedBytes) done(undefined);
    else this.onBody = done;
  }

  /** What Node's parser does with each piece of the body, and with null at its end. */
  override push(chunk: Buffer | null): boolean {
    if (chunk === null) this.end();
    else this.add(chunk);
    return true;
  }

  /** Nothing is ever paused: a server that is done with a request asks for what is left of its body. */
  override resume(): this {
    return this;
  }

  private add(chunk: Buffer): void {
    this.bytes += chunk.byteLength;
    if (this.bytes > SERVER_LIMITS.bodyBytes) {
      this.first = undefined;
      this.more = undefined;
      if (this.bytes > SERVER_LIMITS.discardedBytes) this.tell(undefined);
    } else if (this.first === undefined) {
      this.first = chunk;
    } else {
      this.more ??= [this.first];
      this.more.push(chunk);
    }
  }

  private end(): void {
    if (this.bytes > SERVER_LIMITS.bodyBytes) this.tell(undefined);
    else this.tell(this.more === undefined ? (this.first ?? EMPTY) : Buffer.concat(this.more, this.bytes));
  }

  private tell(body: Buffer | undefined): void {
    const { onBody } = this;
    this.onBody = undefined;
    this.first = undefined;
    this.more = undefined;
    onBody?.(body);
  }

  private get declaredBytes(): number {
    const text = this.headers['content-length'];
    return text === undefined ? 0 : Number(text);
  }
}
