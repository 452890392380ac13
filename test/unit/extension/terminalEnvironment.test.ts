import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { alarmsChanged } from '../../../broker/protocol/alarms.ts';
import { functionsChanged } from '../../../broker/protocol/functions.ts';
import type { BrokerClient } from '../../../extension/broker/brokerClient.ts';
import { TerminalEnvironment } from '../../../extension/launch/terminalEnvironment.ts';

const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('the environment of ordinary terminals', () => {
  const variables = new Map<string, string>();
  const collection = {
    persistent: true,
    description: undefined as string | undefined,
    replace: (name: string, value: string) => void variables.set(name, value),
    clear: () => variables.clear(),
  };
  let state: { readonly kind: string };
  let onStateChange: () => void;
  /** By their method. */
  let listeners: Map<unknown, (params: object) => void>;
  let used: { alarms: number; functions: number };
  let isEnabled: boolean;
  let port: number;
  /** What is being listed, to be answered in any order. */
  let listings: ((variables: Record<string, string>) => void)[];
  let isSlow: boolean;
  let environment: TerminalEnvironment;

  beforeEach(() => {
    variables.clear();
    listeners = new Map();
    used = { alarms: 0, functions: 0 };
    [state, isEnabled, port, isSlow, listings] = [{ kind: 'stopped' }, true, 9324, false, []];
    const session = {
      onNotification: (method: unknown, listener: (params: object) => void) => {
        listeners.set(method, listener);
        return { dispose: () => undefined };
      },
    } as unknown as BrokerClient;
    environment = new TerminalEnvironment({
      session,
      collection,
      isEnabled: () => isEnabled,
      isServing: () => state.kind === 'running',
      changes: [
        (listener) => {
          onStateChange = () => listener(undefined);
          return { dispose: () => undefined };
        },
      ],
      listVariables: () =>
        isSlow
          ? new Promise((resolve) => listings.push(resolve))
          : Promise.resolve({
              AWS_ENDPOINT_URL_SQS: `http://127.0.0.1:${port}`,
              ...(used.alarms > 0 ? { AWS_ENDPOINT_URL_CLOUDWATCH: `http://127.0.0.1:${port}` } : {}),
              ...(used.functions > 0 ? { AWS_ENDPOINT_URL_LAMBDA: `http://127.0.0.1:${port}` } : {}),
              AWS_PROFILE: null,
              AWS_SESSION_TOKEN: null,
              AWS_WEB_IDENTITY_TOKEN_FILE: null,
            }),
      inherited: { AWS_PROFILE: 'work', AWS_SESSION_TOKEN: 'token' },
      describe: () => `By Queueside at ${port}`,
      log: { warn: (message) => assert.fail(message) },
    });
  });

  const change = async (kind: string) => {
    state = { kind };
    onStateChange();
    await settle();
  };

  for (const [what, method, name] of [
    ['alarms', alarmsChanged, 'AWS_ENDPOINT_URL_CLOUDWATCH'],
    ['functions', functionsChanged, 'AWS_ENDPOINT_URL_LAMBDA'],
  ] as const) {
    it(`has ${name} while there are ${what}`, async () => {
      await change('running');
      const tell = async (count: number): Promise<void> => {
        used[what] = count;
        listeners.get(method)?.({ [what]: Array.from({ length: count }) });
        await settle();
      };
      assert.equal(variables.has(name), false);
      await tell(1);
      assert.equal(variables.get(name), 'http://127.0.0.1:9324');
      // Nothing is set again for another one.
      variables.set(name, 'kept');
      await tell(2);
      assert.equal(variables.get(name), 'kept');
      await tell(0);
      assert.equal(variables.has(name), false);
    });
  }

  it('has the variables of the broker while it runs, and they do not outlive the window', async () => {
    assert.equal(collection.persistent, false);
    assert.equal(variables.size, 0);
    await change('running');
    assert.equal(variables.get('AWS_ENDPOINT_URL_SQS'), 'http://127.0.0.1:9324');
    assert.equal(collection.description, 'By Queueside at 9324');
    await change('stopped');
    assert.equal(variables.size, 0);
    port = 4711;
    await change('running');
    assert.equal(variables.get('AWS_ENDPOINT_URL_SQS'), 'http://127.0.0.1:4711');
    environment.dispose();
    assert.equal(variables.size, 0);
  });

  it('empties an inherited token, and no profile, whose empty name the SDK for Python would look for', async () => {
    await change('running');
    assert.deepEqual([...variables.keys()], ['AWS_ENDPOINT_URL_SQS', 'AWS_SESSION_TOKEN']);
    assert.equal(variables.get('AWS_SESSION_TOKEN'), '');
  });

  it('stays as it is unless the user wants that', async () => {
    isEnabled = false;
    await change('running');
    assert.equal(variables.size, 0);
    isEnabled = true;
    await environment.update();
    assert.equal(variables.size, 2);
    isEnabled = false;
    await environment.update();
    assert.equal(variables.size, 0);
  });

  it('ignores what was listed for a broker that has stopped since', async () => {
    isSlow = true;
    await change('running');
    await change('stopped');
    listings[0]?.({ AWS_ENDPOINT_URL_SQS: 'http://127.0.0.1:1' });
    await settle();
    assert.equal(variables.size, 0);
  });
});
