const HEAD_END = '\r\n\r\n';

/** An answer of the Runtime API. */
export interface Answer {
  readonly status: number;
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

/** Reads answers with a Content-Length, one after the other. */
export class AnswerReader {
  /** The beginning of a head. */
  private begun: Buffer | undefined;
  private head: Omit<Answer, 'body'> | undefined;
  private declaredBytes = 0;
  private body: Buffer[] = [];
  private bytes = 0;

  /** Whether nothing of an answer has come. */
  get isEmpty(): boolean {
    return this.begun === undefined && this.head === undefined;
  }

  /** @returns the answer, if this was its last piece. @throws if it is no answer of the Runtime API */
  add(chunk: Buffer): Answer | undefined {
    const rest = this.head === undefined ? this.readHead(chunk) : chunk;
    const { head } = this;
    if (rest === undefined || head === undefined) return undefined;
    this.body.push(rest);
    this.bytes += rest.length;
    if (this.bytes < this.declaredBytes) return undefined;
    if (this.bytes > this.declaredBytes) throw new Error('The answer is longer than its Content-Length.');
    const body = this.body.length === 1 ? rest : Buffer.concat(this.body, this.bytes);
    this.head = undefined;
    this.body = [];
    this.bytes = 0;
    return { ...head, body };
  }

  /** @returns what comes after the head, once that is there */
  private readHead(chunk: Buffer): Buffer | undefined {
    const bytes = this.begun === undefined ? chunk : Buffer.concat([this.begun, chunk]);
    const end = bytes.indexOf(HEAD_END);
    this.begun = end < 0 ? bytes : undefined;
    if (end < 0) return undefined;
    const head = parseHead(bytes.toString('latin1', 0, end));
    this.declaredBytes = Number(head.headers['content-length']);
    if (!Number.isSafeInteger(this.declaredBytes)) throw new Error('The answer has no Content-Length.');
    this.head = head;
    return bytes.subarray(end + HEAD_END.length);
  }
}

function parseHead(text: string): Omit<Answer, 'body'> {
  const [first = '', ...lines] = text.split('\r\n');
  const [, status] = /^HTTP\/1\.1 (\d{3})(?: |$)/.exec(first) ?? [];
  if (status === undefined) throw new Error('The answer is not of HTTP/1.1.');
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  return { status: Number(status), headers };
}
