import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { Emitter } from 'vscode-jsonrpc/node';
import type { ServerClient } from '../../../extension/broker/serverClient.ts';
import type { EventSource } from '../../../extension/broker/supervisedClient.ts';
import { ConsumerRegistry } from '../../../extension/launch/consumerRegistry.ts';

const KEPT = 100;

describe('the programs that a window has launched', () => {
  let connect: () => void;
  let registered: string[];
  let refused: string | undefined;
  let rejected: string[];
  let consumers: ConsumerRegistry;

  beforeEach(() => {
    [registered, rejected, refused] = [[], [], undefined];
    const session = {
      state: { kind: 'running' },
      onDidConnect: (listener: () => void) => {
        connect = listener;
        return { dispose: () => undefined };
      },
      request: (_method: unknown, { accessKeyId }: { readonly accessKeyId: string }) => {
        registered.push(accessKeyId);
        return accessKeyId === refused
          ? Promise.reject(new Error('too many'))
          : Promise.resolve({ consumerId: accessKeyId });
      },
    } as unknown as ServerClient<unknown>;
    const emitter = new Emitter<void>() as EventSource<void>;
    consumers = new ConsumerRegistry(session, emitter, (name, error) =>
      rejected.push(`${name}: ${String(error)}`),
    );
  });

  const launch = (key: string, lasts?: true) => consumers.add(key, `program ${key}`, 'secret', '', lasts);

  it('are forgotten from the oldest on, but for those that are debugged, and terminals', async () => {
    await launch('terminal', true);
    await launch('debugged');
    consumers.openSession('debugged', 'session', '');
    for (let count = 0; count < KEPT; count++) await launch(`ended ${count}`);
    const known = ['terminal', 'debugged', 'ended 0', 'ended 1', 'ended 2'].map((key) =>
      consumers.hasLaunch(key),
    );
    assert.deepEqual(known, [true, true, false, false, true]);
    consumers.closeSession('debugged', 'session');
    await launch('one more');
    assert.deepEqual([consumers.hasLaunch('debugged'), consumers.hasLaunch('terminal')], [false, true]);
  });

  it('are registered again with a process that was started again, and those that it does not take are said', async () => {
    await launch('one');
    await launch('two');
    registered = [];
    refused = 'two';
    connect();
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(registered, ['one', 'two']);
    assert.deepEqual(rejected, ['program two: Error: too many']);
  });
});
