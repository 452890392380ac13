import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

/** A small program that connects to a {@link Witness}: its end closes the connection, however it ends. */
export interface WitnessedProcess {
  readonly pid: number;
  /** Resolves when the process has ended. */
  readonly ended: Promise<void>;
  /** Sends it a word, which it gets by `witness.on("data")`. */
  tell(word: string): void;
}

/** Sees processes come and go, without sleeping: each holds a connection. */
export class Witness {
  private readonly server: Server = createServer((socket) => void this.receive(socket));
  private readonly unclaimed: WitnessedProcess[] = [];
  private readonly waiting: ((process: WitnessedProcess) => void)[] = [];

  async listen(): Promise<void> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
  }

  close(): void {
    this.server.close();
  }

  /** Those that came before are another test's. */
  forget(): void {
    this.unclaimed.splice(0);
  }

  /** The next process that has come, in the order of their coming. */
  next(): Promise<WitnessedProcess> {
    const first = this.unclaimed.shift();
    if (first !== undefined) return Promise.resolve(first);
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  /**
   * The source of a program of Node.js that connects, and lives until it is ended.
   * @param code that it runs before it is seen; `witness` is its connection
   */
  write(code = ''): string {
    const { port } = this.server.address() as AddressInfo;
    return `const witness = require("node:net").connect(${port}, "127.0.0.1").on("error", () => 0);
witness.on("close", () => process.exit(9)).resume().write(process.pid + "\\n");
${code}`;
  }

  private async receive(socket: Socket): Promise<void> {
    socket.on('error', () => undefined);
    const ended = new Promise<void>((resolve) => {
      socket.once('close', () => resolve());
    });
    const [line] = (await once(socket, 'data')) as [Buffer];
    const process = { pid: Number(line), ended, tell: (word: string) => void socket.write(word) };
    const claim = this.waiting.shift();
    if (claim === undefined) this.unclaimed.push(process);
    else claim(process);
  }
}

/** Resolves when no process has the id; one that has ended keeps it until its parent has read its exit code. */
export async function waitUntilGone(pid: number): Promise<void> {
  while (isAlive(pid)) await new Promise((resolve) => setImmediate(resolve));
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
