/** Longer heads, lines of chunks and trailers end the connection: as much as the HTTP client of Node.js takes. */
const MAXIMUM_HEAD_BYTES = 16_384;
const HEAD_END = '\r\n\r\n';
const LINE_END = '\r\n';
const STATUS_LINE = /^HTTP\/1\.([01]) ([1-9]\d\d)(?: [\t\x20-\x7e\x80-\xff]*)?$/;
const VERSION = 'HTTP/1.';
/** A name and a value as RFC 9110 has them; a line that continues the one before is obsolete. */
const HEADER_LINE = /^[\w!#$%&'*+.^`|~-]+:[\t\x20-\x7e\x80-\xff]*$/;
const CHUNK_LINE = /^([\da-f]{1,8})(?:;[\w!#$%&'*+.^`|~-]+(?:=(?:[\w!#$%&'*+.^`|~-]+|"[\t !#-[\]-~]*"))?)*$/i;

export interface ResponseHead {
  readonly status: number;
  /** Names and values, in turn, as they came. */
  readonly rawHeaders: readonly string[];
  /** The first of each; empty without one. */
  readonly contentType: string;
  readonly date: string;
  /** Of the body; undefined: it is not known before its end. */
  readonly bodyBytes: number | undefined;
  /** Seconds that the server keeps an idle connection; undefined if it does not say. */
  readonly keepSeconds: number | undefined;
}

export interface ResponseSink {
  onHead(head: ResponseHead): void;
  /** A view of what the connection delivered. */
  onBody(piece: Buffer): void;
  /** @param isReusable the next request may use the connection */
  onEnd(isReusable: boolean): void;
}

/** What came is no response of HTTP/1.1; codes are those of the parser of Node.js, or of the same form. */
export class ResponseError extends Error {
  readonly code: string;

  constructor(code: string) {
    super(`Parse Error: ${code}`);
    this.code = code;
  }
}

type State = 'head' | 'counted' | 'chunkLine' | 'chunk' | 'chunkEnd' | 'trailers' | 'untilClose' | 'over';

/**
 * Reads one response of HTTP/1.0 or 1.1 after the other from the bytes of a connection (RFC 9112), as strictly as the parser of
 * Node.js: what could be read in two ways is rejected.
 */
export class ResponseReader {
  private readonly sink: ResponseSink;
  private state: State = 'over';
  /** The beginning of a head or of a line. */
  private begun: Buffer | undefined;
  /** Of the body, or of a chunk. */
  private leftBytes = 0;
  private isReusable = false;
  private isHead = false;

  constructor(sink: ResponseSink) {
    this.sink = sink;
  }

  /** A request leaves. @param method in upper case: a response to `HEAD` has no body */
  begin(method: string): void {
    this.state = 'head';
    this.isHead = method === 'HEAD';
  }

  /** Reads no more. */
  stop(): void {
    this.state = 'over';
    this.begun = undefined;
  }

  /** @throws ResponseError: nothing of the connection can be used anymore */
  read(chunk: Buffer): void {
    let bytes = chunk;
    if (this.begun !== undefined) {
      bytes = Buffer.concat([this.begun, chunk]);
      this.begun = undefined;
    }
    let place = 0;
    while (place < bytes.length) {
      const next = this.readPart(bytes, place);
      if (next === undefined) {
        this.begun = bytes.subarray(place);
        return;
      }
      place = next;
    }
  }

  /** The server has closed the connection. @returns whether that was the end of a response */
  close(): boolean {
    if (this.state !== 'untilClose') return false;
    this.end(false);
    return true;
  }

  /** @returns where the next part begins; undefined if more is needed first */
  private readPart(bytes: Buffer, place: number): number | undefined {
    switch (this.state) {
      case 'head':
        return this.readHead(bytes, place);
      case 'counted':
      case 'chunk':
        return this.readCounted(bytes, place);
      case 'chunkLine':
        return this.readLine(bytes, place, (line) => this.beginChunk(line));
      case 'chunkEnd':
        return this.readLine(bytes, place, (line) => {
          if (line !== '') throw new ResponseError('HPE_STRICT');
          this.state = 'chunkLine';
        });
      case 'trailers':
        return this.readLine(bytes, place, (line) => {
          if (line === '') this.end(this.isReusable && bytes.indexOf(LINE_END, place) + 2 === bytes.length);
          else if (!HEADER_LINE.test(line)) throw new ResponseError('HPE_INVALID_HEADER_TOKEN');
        });
      case 'untilClose':
        this.sink.onBody(place === 0 ? bytes : bytes.subarray(place));
        return bytes.length;
      case 'over':
        // What no request has asked for: the connection was not given back for another.
        return bytes.length;
    }
  }

  private readHead(bytes: Buffer, place: number): number | undefined {
    const end = bytes.indexOf(HEAD_END, place, 'latin1');
    if ((end === -1 ? bytes.length : end) - place > MAXIMUM_HEAD_BYTES)
      throw new ResponseError('HPE_HEADER_OVERFLOW');
    if (end === -1) {
      // What does not speak HTTP may wait for the other side now.
      const first = bytes.toString('latin1', place, place + VERSION.length);
      if (!VERSION.startsWith(first)) throw new ResponseError('HPE_INVALID_CONSTANT');
      return undefined;
    }
    const next = end + HEAD_END.length;
    this.beginBody(bytes.toString('latin1', place, end), next === bytes.length);
    return next;
  }

  /** @param isAll nothing came behind the head */
  private beginBody(text: string, isAll: boolean): void {
    const lines = text.split(LINE_END);
    const [, minor, code] = STATUS_LINE.exec(lines[0] ?? '') ?? [];
    if (code === undefined) throw new ResponseError('HPE_INVALID_CONSTANT');
    const status = Number(code);
    const rawHeaders: string[] = [];
    const found = new FramingHeaders();
    for (let index = 1; index < lines.length; index++) {
      const line = lines[index] ?? '';
      if (!HEADER_LINE.test(line)) throw new ResponseError('HPE_INVALID_HEADER_TOKEN');
      const colon = line.indexOf(':');
      const name = line.slice(0, colon);
      const value = trimBlanks(line, colon + 1);
      rawHeaders.push(name, value);
      found.note(name, value);
    }
    if (status === 101) throw new ResponseError('HPE_INVALID_UPGRADE');
    if (minor === '0' && (status < 200 || found.isCoded)) throw new ResponseError('HPE_INVALID_VERSION');
    // Such as 100 and 103: the response comes after it.
    if (status < 200) return;
    const hasBody = !this.isHead && status !== 204 && status !== 304;
    const bodyBytes = hasBody ? found.readLength() : 0;
    this.isReusable = minor === '1' ? !found.closes : found.keeps;
    this.sink.onHead({
      status,
      rawHeaders,
      contentType: found.contentType ?? '',
      date: found.date ?? '',
      bodyBytes,
      keepSeconds: found.keepSeconds,
    });
    // The sink may have ended it.
    if (this.state !== 'head') return;
    if (bodyBytes === 0) this.end(this.isReusable && isAll);
    else if (bodyBytes !== undefined) {
      this.state = 'counted';
      this.leftBytes = bodyBytes;
    } else this.state = found.isChunked ? 'chunkLine' : 'untilClose';
  }

  private readCounted(bytes: Buffer, place: number): number {
    const end = Math.min(bytes.length, place + this.leftBytes);
    const isLast = end - place === this.leftBytes;
    this.leftBytes -= end - place;
    this.sink.onBody(bytes.subarray(place, end));
    if (isLast && this.state === 'counted') this.end(this.isReusable && end === bytes.length);
    else if (isLast && this.state === 'chunk') this.state = 'chunkEnd';
    return end;
  }

  private beginChunk(line: string): void {
    const [, size] = CHUNK_LINE.exec(line) ?? [];
    if (size === undefined) throw new ResponseError('HPE_INVALID_CHUNK_SIZE');
    this.leftBytes = Number.parseInt(size, 16);
    this.state = this.leftBytes === 0 ? 'trailers' : 'chunk';
  }

  private readLine(bytes: Buffer, place: number, then: (line: string) => void): number | undefined {
    const end = bytes.indexOf(LINE_END, place, 'latin1');
    if ((end === -1 ? bytes.length : end) - place > MAXIMUM_HEAD_BYTES)
      throw new ResponseError('HPE_HEADER_OVERFLOW');
    if (end === -1) return undefined;
    then(bytes.toString('latin1', place, end));
    return end + LINE_END.length;
  }

  private end(isReusable: boolean): void {
    this.state = 'over';
    this.sink.onEnd(isReusable);
  }
}

/** What the headers say of the body and of the connection. */
class FramingHeaders {
  contentType: string | undefined;
  date: string | undefined;
  keepSeconds: number | undefined;
  closes = false;
  keeps = false;
  private length: string | undefined;
  private coding: string | undefined;

  note(name: string, value: string): void {
    switch (name.toLowerCase()) {
      case 'content-type':
        this.contentType ??= value;
        return;
      case 'date':
        this.date ??= value;
        return;
      case 'content-length':
        if (this.length !== undefined) throw new ResponseError('HPE_UNEXPECTED_CONTENT_LENGTH');
        this.length = value;
        return;
      case 'transfer-encoding':
        this.coding = this.coding === undefined ? value : `${this.coding}, ${value}`;
        return;
      case 'connection':
        this.closes ||= /(?:^|,)[\t ]*close[\t ]*(?:,|$)/i.test(value);
        this.keeps ||= /(?:^|,)[\t ]*keep-alive[\t ]*(?:,|$)/i.test(value);
        return;
      case 'keep-alive':
        this.keepSeconds = Number(/(?:^|,)[\t ]*timeout=(\d{1,6})/i.exec(value)?.[1] ?? Number.NaN);
        if (Number.isNaN(this.keepSeconds)) this.keepSeconds = undefined;
    }
  }

  /** The body is in a transfer coding, which HTTP/1.0 does not know. */
  get isCoded(): boolean {
    return this.coding !== undefined;
  }

  get isChunked(): boolean {
    return this.coding !== undefined && /(?:^|,)[\t ]*chunked$/i.test(this.coding);
  }

  /** Bytes of the body; undefined: its end is marked another way. */
  readLength(): number | undefined {
    const { length, coding } = this;
    if (length === undefined) return undefined;
    if (coding !== undefined) throw new ResponseError('HPE_UNEXPECTED_CONTENT_LENGTH');
    if (!/^\d{1,15}$/.test(length)) throw new ResponseError('HPE_INVALID_CONTENT_LENGTH');
    return Number(length);
  }
}

/** Not the blanks of Unicode, which are part of a value. */
function trimBlanks(line: string, from: number): string {
  let start = from;
  let end = line.length;
  while (start < end && isBlank(line[start])) start++;
  while (end > start && isBlank(line[end - 1])) end--;
  return line.slice(start, end);
}

function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t';
}
