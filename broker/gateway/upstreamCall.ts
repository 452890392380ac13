import { AnswerTooLargeError, CALL_LIMITS } from '../connections/callBounds.ts';
import type { ResponseHead } from './responseReader.ts';
import type { UpstreamAnswer, UpstreamFailure, UpstreamPorts } from './upstream.ts';
import type { ConnectionUser, UpstreamConnection } from './upstreamConnection.ts';

/** A response that is shorter needs no room. */
const SMALL_BYTES = 65_536;
/** For a whole response whose client reads it. */
const BODY_MS = 120_000;
const EMPTY = Buffer.alloc(0);

/** The endpoint did not respond in time. */
class TimeoutError extends Error {
  override readonly name = 'TimeoutError';
}

const ignore = (): void => undefined;

/** A call of the endpoint, from its connection to its whole response. */
export class UpstreamCall implements ConnectionUser {
  private readonly connection: UpstreamConnection;
  private readonly ports: UpstreamPorts;
  private readonly mayTake: () => boolean;
  private readonly over: (result: UpstreamAnswer | UpstreamFailure | undefined) => void;
  private isOver = false;
  private wasSent = false;
  private head: ResponseHead | undefined;
  private first: Buffer | undefined;
  private more: Buffer[] | undefined;
  /** A long body is put together while it comes: its pieces would take the same memory again. */
  private whole: Buffer | undefined;
  private bytes = 0;
  /** Something of the body has come, and its own time runs. */
  private waitsForBody = false;
  private stopTimer = ignore;
  private giveUpWish: (() => void) | undefined;
  private release = ignore;

  /**
   * @param mayTake whether the client may be given a long response
   * @param over called once; without a result if the call was given up
   */
  constructor(
    connection: UpstreamConnection,
    ports: UpstreamPorts,
    mayTake: () => boolean,
    over: (result: UpstreamAnswer | UpstreamFailure | undefined) => void,
  ) {
    this.connection = connection;
    this.ports = ports;
    this.mayTake = mayTake;
    this.over = over;
    if (!connection.isReady) this.wait(CALL_LIMITS.connectMs);
  }

  /** Closes the connection. */
  giveUp(): void {
    this.close(undefined);
  }

  onSent(): void {
    this.wasSent = true;
    this.wait(CALL_LIMITS.answerMs);
  }

  onHead(head: ResponseHead): void {
    this.head = head;
  }

  onBody(piece: Buffer): void {
    if (this.isOver) return;
    this.bytes += piece.length;
    if (this.bytes > CALL_LIMITS.answerBytes) {
      this.onFailure(new AnswerTooLargeError());
      return;
    }
    if (this.whole !== undefined) piece.copy(this.whole, this.bytes - piece.length);
    else if (this.first === undefined) this.first = piece;
    else {
      this.more ??= [this.first];
      this.more.push(piece);
    }
    if (this.bytes > SMALL_BYTES && this.giveUpWish === undefined) this.askForRoom();
  }

  onWait(): void {
    // Most responses come in one piece.
    if (this.isOver || this.head === undefined || this.waitsForBody) return;
    this.waitsForBody = true;
    this.wait(BODY_MS);
  }

  onEnd(): void {
    const { head, release } = this;
    if (head === undefined || !this.end()) return;
    const body =
      this.whole ?? (this.more === undefined ? (this.first ?? EMPTY) : Buffer.concat(this.more, this.bytes));
    this.over({
      ok: true,
      status: head.status,
      rawHeaders: head.rawHeaders,
      contentType: head.contentType,
      serverTime: readTime(head.date),
      body,
      release,
    });
  }

  onFailure(error: Error): void {
    this.close({ ok: false, error, wasSent: this.wasSent });
  }

  private close(result: UpstreamFailure | undefined): void {
    if (!this.end()) return;
    this.release();
    this.connection.destroy();
    this.over(result);
  }

  /** @returns whether it was not over before */
  private end(): boolean {
    if (this.isOver) return false;
    this.isOver = true;
    this.stopTimer();
    this.giveUpWish?.();
    return true;
  }

  private wait(ms: number): void {
    this.stopTimer();
    this.stopTimer = this.ports.schedule(ms, () => this.onFailure(new TimeoutError()));
  }

  private askForRoom(): void {
    const declared = this.head?.bodyBytes;
    const wanted = declared ?? CALL_LIMITS.answerBytes;
    if (wanted > CALL_LIMITS.answerBytes) {
      this.onFailure(new AnswerTooLargeError());
      return;
    }
    let isGiven = false;
    this.giveUpWish = ignore;
    this.connection.pause();
    this.giveUpWish = this.ports.room.take(wanted, this.mayTake, (giveBack) => {
      this.release = giveBack;
      isGiven = true;
      if (declared !== undefined) this.joinPieces(declared);
      this.waitsForBody = true;
      this.wait(BODY_MS);
      this.connection.resume();
    });
    if (isGiven) return;
    // A client that does not read stops the time as well.
    this.waitsForBody = true;
    this.stopTimer();
  }

  /** @param bodyBytes of all of the body */
  private joinPieces(bodyBytes: number): void {
    const whole = Buffer.allocUnsafeSlow(bodyBytes);
    let place = 0;
    for (const piece of this.more ?? [this.first ?? EMPTY]) place += piece.copy(whole, place);
    this.whole = whole;
    this.first = undefined;
    this.more = undefined;
  }
}

let lastDate = '';
let lastTime: number | undefined;

/** Epoch ms; undefined for what is no date. Servers say the same date for a second. */
function readTime(date: string): number | undefined {
  if (date === lastDate) return lastTime;
  const time = Date.parse(date);
  lastDate = date;
  lastTime = Number.isNaN(time) ? undefined : time;
  return lastTime;
}
