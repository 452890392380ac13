import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { cleanEnvironment } from '../process.mjs';
import { findFreePort } from '../findFreePort.ts';

/** A server of other people's making that speaks Amazon SQS, in a process of its own. */
export interface OtherEndpoint {
  /** URL without a slash at its end. */
  readonly endpoint: string;
  readonly close: () => Promise<void>;
}

type Start = { readonly argv: readonly string[] } | { readonly missing: string };

/** What starts a server of this name, or why it is not available here. The stage makes this. */
export function findStart(name: string): Start {
  const starts = JSON.parse(process.env['PEER_ENDPOINTS'] ?? '{}') as Record<string, Start>;
  return starts[name] ?? { missing: `${name} was not built by the stage` };
}

/**
 * Starts one on a free loopback port, and waits until it takes connections.
 * @param argv with `{port}`
 * @throws Error with what it printed, if it ends before
 */
export async function startOtherEndpoint([command = '', ...args]: readonly string[]): Promise<OtherEndpoint> {
  const port = await findFreePort();
  const inherited = Object.entries(cleanEnvironment(process.env)).filter(
    ([name]) => !name.startsWith('AWS_'),
  );
  const child = spawn(
    command,
    args.map((word) => word.replace('{port}', String(port))),
    { env: Object.fromEntries(inherited), stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  const closed = once(child, 'close');
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output = `${output}${chunk.toString()}`.slice(-4_000);
    });
  }
  while (!(await takesConnections(port))) {
    if (hasEnded(child)) throw new Error(`${command} ended with ${child.exitCode}: ${output}`);
    // It says nothing that all of them say once they listen.
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    endpoint: `http://127.0.0.1:${port}`,
    close: async () => {
      child.kill('SIGKILL');
      await closed;
    },
  };
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

async function takesConnections(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  const [event] = await Promise.race([
    once(socket, 'connect').then(() => ['connect']),
    new Promise<string[]>((resolve) => socket.once('error', () => resolve(['error']))),
  ]);
  socket.destroy();
  return event === 'connect';
}
