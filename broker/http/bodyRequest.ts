import { IncomingMessage } from 'node:http';
import { HTTP_LIMITS } from './httpLimits.ts';

const EMPTY = Buffer.alloc(0);

/** Why there is no body: it is too long, or too many long ones are on their way. */
export type BodyRefusal = 'tooLong' | 'noRoom';

/** Called with the whole body, or with the reason why it was rejected. */
type BodyListener = (body: Buffer | BodyRefusal) => void;

/** Bytes that all bodies in more than one piece hold which are still coming. */
let unfinishedBytes = 0;

/**
 * A request that collects its body as the parser delivers it. A body that is wanted whole needs no stream in between:
 * its events and turns of the queue of microtasks cost a tenth of a small request (measured in docs/performance.md). A
 * body over the limit is read on without being kept, up to a second limit, so that its sender gets to read the refusal
 * instead of a broken connection.
 */
export class BodyRequest extends IncomingMessage {
  private first: Buffer | undefined;
  private more: Buffer[] | undefined;
  private bytes = 0;
  /** What this body has of {@link unfinishedBytes}. */
  private heldBytes = 0;
  private refusal: BodyRefusal | undefined;
  private onBody: BodyListener | undefined;
  private asksForUpgrade: boolean | null | undefined;

  /**
   * What Node asks before it gives the connection away. An offer to continue with another protocol than WebSocket may be
   * passed over, and Java's HttpClient makes one (HTTP/2) with its first request.
   */
  get upgrade(): boolean | null {
    return this.asksForUpgrade === true ? this.headers.upgrade?.toLowerCase() === 'websocket' : null;
  }

  set upgrade(asks: boolean | null) {
    this.asksForUpgrade = asks;
  }

  /**
   * To be called as soon as the request arrives, before its body.
   * @param done called once with the body or its refusal; never when the client goes away
   */
  collectBody(done: BodyListener): void {
    if (this.declaredBytes > HTTP_LIMITS.discardedBytes) done('tooLong');
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

  /** Also when the client goes away in the middle of the body. */
  override destroy(error?: Error): this {
    this.forget();
    return super.destroy(error);
  }

  private add(chunk: Buffer): void {
    this.bytes += chunk.byteLength;
    if (this.bytes > HTTP_LIMITS.bodyBytes) {
      this.refuse('tooLong');
      if (this.bytes > HTTP_LIMITS.discardedBytes) this.tell('tooLong');
    } else if (this.first !== undefined) this.addMore(this.first, chunk);
    else if (this.refusal === undefined) this.first = chunk;
  }

  /** First pieces are small, and there is one for each connection: only what follows is counted. */
  private addMore(first: Buffer, chunk: Buffer): void {
    if (unfinishedBytes + chunk.byteLength > HTTP_LIMITS.unfinishedBodyBytes) {
      this.refuse('noRoom');
      return;
    }
    unfinishedBytes += chunk.byteLength;
    this.heldBytes += chunk.byteLength;
    this.more ??= [first];
    this.more.push(chunk);
  }

  private refuse(refusal: BodyRefusal): void {
    this.refusal ??= refusal;
    this.forget();
  }

  private end(): void {
    if (this.refusal !== undefined) this.tell(this.refusal);
    else this.tell(this.more === undefined ? (this.first ?? EMPTY) : Buffer.concat(this.more, this.bytes));
  }

  private tell(body: Buffer | BodyRefusal): void {
    const { onBody } = this;
    this.onBody = undefined;
    this.forget();
    onBody?.(body);
  }

  private forget(): void {
    this.first = undefined;
    this.more = undefined;
    unfinishedBytes -= this.heldBytes;
    this.heldBytes = 0;
  }

  private get declaredBytes(): number {
    const text = this.headers['content-length'];
    return text === undefined ? 0 : Number(text);
  }
}
