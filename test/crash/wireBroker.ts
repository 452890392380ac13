import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { ReadyLine } from '../../broker/protocol/broker.ts';
import { peekMessages } from '../../broker/protocol/message.ts';
import { getStorage } from '../../broker/protocol/storage.ts';
import { type ControlClient, openClient } from '../support/controlClient.ts';
import { TOKEN } from '../support/testBroker.ts';

const PROGRAM = join('dist', 'broker.js');
const PAGE = 100;
/** The kernel ends a write of several pages between two of them when the process is killed. */
const CUT_OFF_END = /: its end was discarded \(\d+ bytes from \d+\), because a crash left it incomplete$/u;

/** The broker as it ships, in a process of its own, on a data folder. */
export class WireBroker {
  readonly child: ChildProcess;
  /** Undefined when it ended before it served. */
  readonly ready: Promise<ReadyLine | undefined>;
  private readonly exited: Promise<unknown>;
  private errors = '';

  /** @param masterKey 32 bytes in base64; undefined: the folder stays in the clear */
  constructor(folder: string, masterKey: string | undefined) {
    const args = [PROGRAM, '--port', '0', '--data', folder, '--body-memory', '1'];
    const key = masterKey === undefined ? undefined : { QUEUESIDE_MASTER_KEY: masterKey };
    const env = { PATH: process.env.PATH, QUEUESIDE_TOKEN: TOKEN, ...key };
    this.child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.exited = once(this.child, 'close');
    this.child.stderr?.on('data', (part: Buffer) => {
      this.errors += part.toString();
    });
    const lines = createInterface({ input: this.child.stdout as NodeJS.ReadableStream });
    this.ready = new Promise((resolve, reject) => {
      lines.once('line', (line) => {
        const parsed = JSON.parse(line) as ReadyLine | { readonly event: 'failed' };
        if (parsed.event === 'ready') resolve(parsed);
        else reject(new Error(line));
      });
      lines.once('close', () => resolve(undefined));
    });
    // A broker that is killed while it starts is asked for no line.
    this.ready.catch(() => undefined);
  }

  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.exited;
    // Whatever it was doing, it had nothing to complain of but the write that the kill of the one before it interrupted.
    const complaints = this.errors.split('\n').filter((line) => line !== '' && !CUT_OFF_END.test(line));
    assert.deepEqual(complaints, []);
  }
}

/** Looks at a broker by its control channel, without receiving anything. */
export class Inspection {
  private readonly client: ControlClient;

  private constructor(client: ControlClient) {
    this.client = client;
  }

  static async open({ control }: ReadyLine): Promise<Inspection> {
    return new Inspection(await openClient(control));
  }

  /** What starts are not expected to find after a kill: nothing but ends that were cut off. */
  async countDamage(): Promise<number> {
    const { recovery } = await this.client.request(getStorage, {});
    return recovery?.damaged.length ?? 0;
  }

  /** The beginnings of all bodies of a queue: in a FIFO group, what is in flight stands before what is visible. */
  async listPreviews(queueArn: string): Promise<readonly string[]> {
    const previews: string[] = [];
    for (const state of ['inFlight', 'visible'] as const) {
      let cursor: string | undefined;
      do {
        const place = cursor === undefined ? {} : { cursor };
        const page = await this.client.request(peekMessages, { queueArn, state, limit: PAGE, ...place });
        previews.push(...page.messages.map(({ preview }) => preview));
        cursor = page.nextCursor;
      } while (cursor !== undefined);
    }
    return previews;
  }

  close(): Promise<void> {
    return this.client.close();
  }
}
