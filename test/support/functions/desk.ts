import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

/** What a handler asks, and waits for the answer. */
export interface Question {
  /** One line. */
  readonly text: string;
  readonly answer: (line: string) => void;
}

/** A service that handlers ask what to do: a line, and a line as the answer. Processes that have ended do not matter. */
export class Desk {
  private readonly server: Server = createServer((socket) => this.receive(socket));
  private readonly asked: Question[] = [];
  private readonly waiting: ((question: Question) => void)[] = [];
  private usual: string | undefined;
  /** Every answer that was given, in order. */
  readonly answered: { readonly text: string; readonly line: string }[] = [];

  async listen(): Promise<void> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
  }

  close(): void {
    this.server.close();
  }

  /** Host and port. */
  get address(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** The next question that no one has taken, in the order of their coming. */
  next(): Promise<Question> {
    const first = this.asked.shift();
    if (first !== undefined) return Promise.resolve(first);
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  /** Answers like this from now on, also what no one has taken; undefined: {@link next} takes the questions. */
  answerAll(line: string | undefined): void {
    this.usual = line;
    if (line !== undefined) for (const question of this.asked.splice(0)) question.answer(line);
  }

  private receive(socket: Socket): void {
    socket.on('error', () => undefined);
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      if (!chunk.includes('\n')) return;
      const text = Buffer.concat(chunks).toString().trimEnd();
      const answer = (line: string): void => {
        this.answered.push({ text, line });
        socket.end(`${line}\n`);
      };
      const take = this.waiting.shift();
      if (take !== undefined) take({ text, answer });
      else if (this.usual !== undefined) answer(this.usual);
      else this.asked.push({ text, answer });
    });
  }
}
