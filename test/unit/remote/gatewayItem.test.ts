import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { ProtectionLevel } from '../../../broker/protection/protectionLevel.ts';
import { createConnectionWorld } from '../../support/connections/connectionWorld.ts';
import { INFO, ScriptedGateway } from '../../support/gateway/gatewayUse.ts';
import { waitFor } from '../../support/waitFor.ts';

interface Item {
  readonly text: string;
  readonly color?: { readonly id: string };
  readonly backgroundColor?: { readonly id: string };
  readonly tooltip: { readonly value: string };
  readonly accessibilityInformation: { readonly label: string };
  readonly command: { readonly command: string; readonly arguments: readonly unknown[] };
}

async function open(level: ProtectionLevel = 'confirm', color?: string) {
  const { code, window, executed, readClipboard } = await createConnectionWorld();
  (window as unknown as { terminals: unknown[] }).terminals.length = 0;
  (window as unknown as { statusItems: Set<unknown> }).statusItems.clear();
  const gateway = new ScriptedGateway();
  Object.assign(gateway.connection, {
    name: 'orders prod',
    remote: { level, color, description: `123456789012 · eu-west-1 · ${level}` },
  });
  const item = new code.GatewayItem(gateway);
  const items = () => [...window.statusItems] as unknown as readonly Item[];
  const mark = () => items().find(({ text }) => text === '$(circle-filled)');
  const shown = () => items().find((each) => each !== mark());
  return { mark, code, window, gateway, item, shown, executed, readClipboard };
}

describe('The status item of a gateway', () => {
  it('is shown while a debug session or a terminal of this window uses it', async () => {
    const { window, gateway, shown } = await open();
    assert.equal(shown(), undefined);
    gateway.programs.push({ name: 'worker' });
    gateway.changeUse();
    assert.equal(shown()?.text, '$(arrow-swap) orders prod · eu-west-1');
    gateway.programs.length = 0;
    gateway.changeUse();
    assert.equal(shown(), undefined);
    gateway.terminalKeyId = 'QS2';
    gateway.changeUse();
    // None is open.
    assert.equal(shown(), undefined);
    (window as unknown as { terminals: unknown[] }).terminals.push({});
    gateway.changeUse();
    assert.match(shown()?.accessibilityInformation.label ?? '', /Program: Terminal/);
  });

  for (const [level, color, expected, background] of [
    ['open', undefined, 'queueside.connection.open', undefined],
    ['open', 'blue', 'charts.blue', undefined],
    ['confirm', undefined, 'queueside.connection.confirm', 'statusBarItem.warningBackground'],
    ['readOnly', 'purple', 'charts.purple', 'statusBarItem.warningBackground'],
  ] as const) {
    it(`has a mark in the colour of its connection: ${level}, ${color ?? 'none of its own'}`, async () => {
      const { gateway, mark, shown } = await open(level, color);
      assert.equal(mark(), undefined);
      gateway.programs.push({ name: 'worker' });
      gateway.changeUse();
      assert.deepEqual([mark()?.color?.id, mark()?.backgroundColor], [expected, undefined]);
      // The bar may have any colour.
      assert.deepEqual([shown()?.color, shown()?.backgroundColor?.id], [undefined, background]);
      assert.equal(mark()?.accessibilityInformation.label, `orders prod: ${level}`);
    });
  }

  it('says to all who rest on it, and to screen readers, where calls go, who calls, and what holds cost', async () => {
    const { gateway, shown } = await open();
    gateway.programs.push({ name: 'worker' }, { name: 'mailer' });
    gateway.holds.count = 1;
    gateway.changeUse();
    const lines = [
      '123456789012 · eu-west-1 · confirm',
      'https://sqs.eu-west-1.amazonaws.com/',
      'confirm: you are asked before programs receive, send or change something.',
      'Gateway: http://127.0.0.1:40001',
      'Programs: worker, mailer',
      'The messages of 1 paused program are held.',
      'Up to 10 messages that are held take 90 calls an hour, which cost about $0.000036 on Amazon SQS.',
    ];
    const { tooltip, accessibilityInformation } = shown() ?? assert.fail();
    assert.equal(accessibilityInformation.label, ['orders prod · eu-west-1', ...lines].join(', '));
    for (const line of lines) assert.ok(tooltip.value.includes(line), line);
    assert.deepEqual(
      [...tooltip.value.matchAll(/\[([^\]]+)\]\(command:([\w.]+)\?([^)]+)\)/g)].map(
        ([, title, command, args]) => [title, command, JSON.parse(decodeURIComponent(args ?? ''))],
      ),
      [
        ['Copy Endpoint', 'queueside.copyGatewayEndpoint', [{ connectionId: 'orders-prod' }]],
        ['Open Trace', 'queueside.openTrace', [{ connectionId: 'orders-prod' }]],
        ['Stop Gateway', 'queueside.stopGateway', [{ connectionId: 'orders-prod' }]],
      ],
    );
  });

  it('has host and port for an endpoint that is not Amazon SQS', async () => {
    const { gateway, shown } = await open();
    gateway.programs.push({ name: 'worker' });
    gateway.setState({ kind: 'running', info: { ...INFO, upstream: 'http://127.0.0.1:4566' } });
    assert.equal(shown()?.text, '$(arrow-swap) orders prod · 127.0.0.1:4566');
  });

  for (const [state, icon, says] of [
    [{ kind: 'restarting', attempt: 1, retryAt: 0 }, 'sync~spin', 'The gateway is starting.'],
    [{ kind: 'failed', reason: 'no keys' }, 'error', 'The gateway failed: no keys'],
    [{ kind: 'stopped' }, 'circle-slash', 'The gateway is stopped.'],
  ] as const) {
    it(`says that its gateway is ${state.kind}`, async () => {
      const { gateway, shown } = await open();
      gateway.programs.push({ name: 'worker' });
      gateway.setState(state);
      assert.equal(shown()?.text, `$(${icon}) orders prod`);
      assert.ok(shown()?.accessibilityInformation.label.includes(says));
    });
  }

  it('opens a list of what can be done, for the keyboard', async () => {
    const { code, window, gateway, executed } = await open();
    window.choose = (items) => items.find(({ label }) => label.includes('Stop Gateway'));
    await code.showGateway([gateway], { connectionId: 'orders-prod' });
    assert.deepEqual(
      window.items.map(({ label }) => label),
      [
        '$(debug-alt) Debug Against…',
        '$(pulse) Open Trace',
        '$(copy) Copy Endpoint',
        '$(debug-stop) Stop Gateway',
        '$(output) Show Log',
      ],
    );
    assert.deepEqual(executed, [['queueside.stopGateway', { connectionId: 'orders-prod' }]]);
  });
});

describe('Stopping a gateway', () => {
  it('is asked about while programs of this window use it', async () => {
    const { code, window, gateway } = await open();
    gateway.programs.push({ name: 'worker' });
    window.cancels = true;
    await code.stopGateway([gateway], undefined);
    assert.equal(gateway.client.state.kind, 'running');
    assert.match(window.details[0] ?? '', /Calls of “worker” fail/);
    window.cancels = false;
    await code.stopGateway([gateway], undefined);
    assert.equal(gateway.client.state.kind, 'stopped');
    assert.equal(window.said.at(-1), 'Stopped the gateway of orders prod.');
  });

  it('says in its question that messages that are held become visible again', async () => {
    const { code, window, gateway } = await open();
    gateway.programs.push({ name: 'worker' });
    gateway.holds.count = 2;
    window.cancels = true;
    await code.stopGateway([gateway], undefined);
    assert.match(
      window.details[0] ?? '',
      /fail until.*\nWhat 2 paused programs received before is no longer held\./,
    );
  });

  it('needs no question if none uses it', async () => {
    const { code, window, gateway } = await open();
    await code.stopGateway([gateway], undefined);
    assert.deepEqual(window.said, ['Stopped the gateway of orders prod.']);
  });

  it('says what to do if none runs', async () => {
    const { code, window, gateway, executed } = await open();
    gateway.setState({ kind: 'stopped' });
    window.press = 'Debug Against…';
    await code.stopGateway([gateway], undefined);
    await waitFor(() => executed.length > 0 || undefined);
    assert.deepEqual(executed, [['queueside.chooseDebugConnection']]);
  });
});

describe('The endpoint of a gateway', () => {
  it('is copied, HTTPS if it has that', async () => {
    const { code, gateway, readClipboard } = await open();
    await code.copyGatewayEndpoint([gateway], undefined);
    assert.equal(readClipboard(), 'http://127.0.0.1:40001');
    const secureEndpoint = 'https://127.0.0.1:40002';
    gateway.setState({ kind: 'running', info: { ...INFO, secureEndpoint } });
    await code.copyGatewayEndpoint([gateway], undefined);
    assert.equal(readClipboard(), secureEndpoint);
  });
});
