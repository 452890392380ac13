import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CONTEXTS,
  MESSAGE_SCHEME,
  SUBMENUS,
  VIEWS,
  TERMINAL_PROFILE,
  WALKTHROUGH,
} from '../../../extension/ground/ids.ts';
import { COMMANDS } from '../../../extension/ground/commandIds.ts';
import {
  BROKER_SETTINGS,
  readSetting,
  SETTINGS as SETTING_TABLE,
  type SettingKey,
} from '../../../extension/settings/allSettings.ts';
import { loadManifest } from '../../support/loadManifest.mjs';
import type { MenuItem } from '../../support/menus/menuItem.ts';

interface Command {
  readonly command: string;
  readonly title: string;
  readonly category?: string;
  readonly icon?: string;
}
interface Setting {
  readonly type: string;
  readonly default: unknown;
  readonly enum?: readonly string[];
  readonly markdownEnumDescriptions?: readonly string[];
  readonly markdownDescription?: string;
  readonly scope?: string;
  readonly order?: number;
  readonly minimum?: number;
  readonly maximum?: number;
}

const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const texts: Record<string, string> = JSON.parse(readFileSync('package.nls.json', 'utf8'));
const { contributes } = manifest;
const commands: readonly Command[] = contributes.commands;
const menus: Record<string, readonly MenuItem[]> = contributes.menus;
const sections: readonly { readonly id: string; readonly properties: Record<string, Setting> }[] =
  contributes.configuration;
const settings: Record<string, Setting> = Object.assign({}, ...sections.map(({ properties }) => properties));

/** Colours of icons that VS Code has in all four kinds of theme; high contrast has no `list.errorForeground`. */
const ICON_COLOURS = [
  'debugIcon.breakpointForeground',
  'problemsErrorIcon.foreground',
  'problemsWarningIcon.foreground',
];

/** Their texts are in package.nls.json. */
const TABLE_FILE = /(?:commandsAndMenus|submenus|allSettings)\.ts$/;

function readSources(folder: string): string {
  const files = readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.ts') && !name.startsWith('samples') && !TABLE_FILE.test(name));
  return files.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');
}

/** The services of a window whose broker has not been started. */
const LACKING = {
  session: { state: { kind: 'stopped' } },
  connections: { queues: [] },
  view: { tree: { filter: '' } },
  trace: { source: { connection: {}, client: undefined } },
  gatewayFaults: { count: 0 },
};

describe('the commands of the manifest', () => {
  let tables: Awaited<ReturnType<typeof loadManifest>>;
  before(async () => {
    tables = await loadManifest();
  });

  function findCommand(wanted: string) {
    const [, row] = tables.ALL_COMMANDS.find(([name]) => name === wanted) ?? [];
    assert.ok(row);
    return row;
  }

  it('are what the tables say, and so are the settings: npm run manifest', () => {
    assert.deepEqual(tables.putTables(manifest), manifest);
    assert.deepEqual(tables.putTexts(texts), texts);
    assert.equal(readFileSync('extension/ground/commandIds.ts', 'utf8'), tables.printCommandIds());
  });

  it('are in one table each', () => {
    const names = tables.ALL_COMMANDS.map(([name]) => `queueside.${name}`);
    assert.deepEqual(names.toSorted(), Object.values(COMMANDS).toSorted());
  });

  it('say what they lack and what to do next when something calls them without it', () => {
    const said = tables.ALL_COMMANDS.flatMap(([, { enabled }]) => {
      const missing = enabled.findMissing(LACKING as never);
      return missing === undefined ? [] : [`${missing.text} ${missing.remedy?.command ?? ''}`.trim()];
    });
    assert.deepEqual(
      [...new Set(said)],
      [
        `The broker is not running. Start it, and try again. ${COMMANDS.startBroker}`,
        'No filter is set: the view shows all queues.',
        'This window has no folder open. Open the folder that your queueside.json is in.',
        'This requires a trusted workspace. Trust the workspace, and try again.',
      ],
    );
  });

  it('say that no queue exists only while the broker runs', () => {
    const { findMissing } = findCommand('filterQueues').enabled;
    const running = { ...LACKING, session: { state: { kind: 'running' } } };
    assert.equal(findMissing(running as never)?.remedy?.command, COMMANDS.createQueue);
    assert.equal(findMissing(LACKING as never)?.remedy?.command, COMMANDS.startBroker);
  });

  describe('about a finding', () => {
    const UNFIXABLE = { id: 'f1', title: 'Deleted too late', queueArn: 'orders', explanation: '' };

    for (const [name, findings, target, said] of [
      ['openFinding', [], undefined, 'No findings.'],
      ['dismissFinding', [], undefined, 'No findings.'],
      ['fixFinding', [], undefined, 'No findings.'],
      ['fixFinding', [UNFIXABLE], undefined, 'No finding can be fixed automatically.'],
      ['openFinding', [UNFIXABLE], 'f2', 'This finding no longer exists.'],
      ['dismissFinding', [UNFIXABLE], 'f2', 'This finding no longer exists.'],
      ['fixFinding', [UNFIXABLE], 'f2', 'This finding no longer exists.'],
      ['fixFinding', [UNFIXABLE], 'f1', 'This finding can’t be fixed automatically.'],
    ] as const) {
      it(`${name} of ${target ?? 'the list'}, with ${findings.length} findings, says “${said}”`, async () => {
        const shown: string[] = [];
        Object.assign(tables.window, { showInformationMessage: async (text: string) => shown.push(text) });
        const store = { findings, find: (id: string) => findings.find((finding) => finding.id === id) };
        await findCommand(name).run({ findings: store } as never, target);
        assert.deepEqual(shown, [said]);
      });
    }
  });

  it('run when they have what they need', () => {
    const there = {
      ...LACKING,
      session: { state: { kind: 'running' } },
      connections: { queues: [{}] },
      view: { tree: { filter: 'orders' } },
    };
    for (const [name, { enabled }] of tables.ALL_COMMANDS) {
      // The workspace of these tests is not trusted.
      if (enabled.when?.includes('isWorkspaceTrusted') === true) continue;
      assert.equal(enabled.findMissing(there as never), undefined, name);
    }
  });

  it('that menus show grey are those with something to lack', () => {
    // These do what is right in every state, for other extensions that call them.
    const harmless = ['startBroker', 'stopBroker', 'restartBroker'];
    for (const [name, { enabled }] of tables.ALL_COMMANDS) {
      const isRefused = enabled.findMissing(LACKING as never) !== undefined;
      assert.equal(enabled.when !== undefined, isRefused || harmless.includes(name), name);
    }
  });

  it('have a category and a title from the texts, in title case', () => {
    for (const { command, title, category } of commands) {
      assert.match(texts[category?.slice(1, -1) ?? ''] ?? '', /^Queueside( [A-Z][a-z]+)?$/, command);
      const text = texts[title.slice(1, -1)] ?? '';
      const words = text
        .replace(/[…?]$/, '')
        .split(' ')
        .filter((word) => !/^(?:a|and|as|at|by|from|in|of|on|to|with)$/.test(word));
      assert.ok(
        words.every((word) => /^[A-Z]/.test(word)),
        `${command}: ${text}`,
      );
    }
  });

  it('are hidden from the palette only when they need a row', () => {
    const hidden = menus.commandPalette?.flatMap(({ when, command }) => (when === 'false' ? command : []));
    const names = 'editAttribute copyAttributeValue openMessage loadMoreMessages loadMoreQueues';
    assert.equal(hidden?.join(' ').replaceAll('queueside.', ''), names);
  });

  it('are in menus, welcome texts, keys and steps only when they exist', () => {
    const known = new Set<string>(Object.values(COMMANDS));
    const used = [...Object.values(menus).flat(), ...contributes.keybindings].flatMap(
      ({ command }) => command ?? [],
    );
    const linked = [...JSON.stringify([manifest, texts]).matchAll(/[cC]ommand:(queueside\.\w+)/g)].map(
      ([, id]) => id,
    );
    for (const command of [...used, ...linked]) assert.ok(known.has(command), command);
  });
});

describe('the settings of the manifest', () => {
  it('are those of the code, with the same defaults and ranges', () => {
    const keys = Object.keys(settings).map((key) => key.replace(/^queueside\./, ''));
    assert.deepEqual(keys.toSorted(), Object.keys(SETTING_TABLE).toSorted());
    for (const [name, setting] of Object.entries(settings)) {
      const rule = SETTING_TABLE[name.replace(/^queueside\./, '') as SettingKey];
      assert.deepEqual(setting.default, rule.default, name);
      assert.ok(rule.accepts(setting.default), name);
      for (const choice of setting.enum ?? []) assert.ok(rule.accepts(choice), `${name}: ${choice}`);
      for (const [bound, outside] of [
        [setting.minimum, -1],
        [setting.maximum, 1],
      ] as const) {
        if (bound === undefined) continue;
        assert.ok(rule.accepts(bound), `${name}: ${bound}`);
        assert.ok(!rule.accepts(bound + outside), `${name}: ${bound + outside}`);
      }
    }
  });

  it('have an order, a scope, and words for every choice', () => {
    for (const { properties } of sections) {
      const orders = Object.values(properties).map(({ order }) => order);
      assert.deepEqual(
        orders,
        orders.map((_, index) => index + 1),
      );
    }
    for (const [name, setting] of Object.entries(settings)) {
      assert.ok(setting.scope, name);
      assert.ok(setting.markdownDescription, name);
      assert.equal(setting.markdownEnumDescriptions?.length, setting.enum?.length, name);
    }
  });

  it('name each other and the untrusted ones rightly', () => {
    const named = [...JSON.stringify(texts).matchAll(/`#(queueside\.[\w.]+)#`/g)].map(
      ([, name]) => name ?? '',
    );
    const restricted: string[] = manifest.capabilities.untrustedWorkspaces.restrictedConfigurations;
    for (const name of [...named, ...restricted, ...BROKER_SETTINGS.map((key) => `queueside.${key}`)]) {
      assert.ok(name in settings, name);
    }
    // What a folder from a stranger could bend: whether and how a process starts, and what goes into launches.
    for (const key of BROKER_SETTINGS) assert.ok(restricted.includes(`queueside.${key}`), key);
  });

  it('accept what their schema does, where it is no number', () => {
    const examples: Partial<Record<SettingKey, { good: readonly unknown[]; bad: readonly unknown[] }>> = {
      confirmPurge: { good: [true, false], bad: ['true', 1, null] },
      limits: { good: ['strict'], bad: ['Strict', '', 'toString', null] },
      maxMemoryMiB: { good: [0, 16, 16_777_216], bad: [-1, 1, 15, 16_777_217, 16.5, '16'] },
      region: { good: ['eu-west-1', 'us-gov-west-1'], bad: ['', 'eu', 'eu-west-1\n', ' eu-west-1', 1] },
      'debug.user': { good: ['', 'x'.repeat(64)], bad: ['x'.repeat(65), null] },
      allowedHosts: {
        good: [[], ['host.docker.internal'], Array.from({ length: 100 }, (_, n) => `h${n}`)],
        bad: ['host', [''], ['a b'], [1], Array.from({ length: 101 }, (_, n) => `h${n}`)],
      },
      'telemetry.endpoint': { good: ['', 'http://127.0.0.1:4318'], bad: ['127.0.0.1:4318', 'http://a b', 1] },
    };
    for (const [name, { good, bad }] of Object.entries(examples)) {
      const { accepts } = SETTING_TABLE[name as SettingKey];
      for (const value of good) assert.ok(accepts(value), `${name}: ${JSON.stringify(value)}`);
      for (const value of bad) assert.ok(!accepts(value), `${name}: ${JSON.stringify(value)}`);
    }
  });

  it('count as not set when the value is invalid', () => {
    const read = (value: unknown) => readSetting({ get: () => value } as never, 'port');
    assert.deepEqual(
      [0, 8080, -1, 65_536, 1.5, '9324', null, undefined].map(read),
      [0, 8080, 9324, 9324, 9324, 9324, 9324, 9324],
    );
  });
});

describe('the rest of the manifest', () => {
  it('has a text for every key and a use for every text', () => {
    const used = [...JSON.stringify(manifest).matchAll(/"%([^%"]+)%"/g)].map(([, key]) => key ?? '');
    assert.deepEqual([...new Set(used)].toSorted(), Object.keys(texts).toSorted());
  });

  it('names the views, contexts and schemes of the code', () => {
    assert.deepEqual(Object.keys(contributes.views), [VIEWS.container, 'debug', VIEWS.traceContainer]);
    const views = Object.values<{ id: string; icon?: string }[]>(contributes.views).flat();
    assert.deepEqual(
      views.map(({ id }) => id),
      [VIEWS.queues, VIEWS.findings, VIEWS.consumers, VIEWS.inFlight, VIEWS.trace],
    );
    assert.ok(views.every(({ icon }) => icon));
    assert.deepEqual(
      contributes.walkthroughs.map(({ id }: { id: string }) => id),
      [WALKTHROUGH],
    );
    assert.deepEqual(
      contributes.terminal.profiles.map(({ id }: { id: string }) => id),
      [TERMINAL_PROFILE],
    );
    assert.ok(manifest.activationEvents.includes(`onFileSystem:${MESSAGE_SCHEME}`));
    const own = new Set<string>([
      TERMINAL_PROFILE,
      ...Object.values(CONTEXTS),
      ...Object.values(VIEWS),
      ...Object.values(COMMANDS),
      ...Object.values(SUBMENUS),
      ...sections.map(({ id }) => id),
    ]);
    const conditions =
      JSON.stringify(contributes).match(/queueside\.(?!svg|json)\w+(?= (?:[=!&|])|"|\))/g) ?? [];
    for (const name of conditions) assert.ok(own.has(name) || name in settings || name === WALKTHROUGH, name);
  });

  it('gives icons only colours that every theme has', () => {
    const colours = [...readSources('extension').matchAll(/new ThemeIcon\([^)]*ThemeColor\('([^']+)'\)/g)];
    assert.ok(colours.length > 3);
    for (const [, colour = ''] of colours) assert.ok(ICON_COLOURS.includes(colour), colour);
  });

  it('does not let VS Code offer the port of a broker in a browser, whatever port it got', () => {
    const attributes: Record<string, { readonly onAutoForward: string }> =
      contributes.configurationDefaults['remote.portsAttributes'];
    // A key that is no number is looked for in the command line of the program that listens.
    const patterns = Object.keys(attributes).filter((key) => !/^\d+$/.test(key));
    const isOurs = (commandLine: string) => patterns.some((key) => new RegExp(key).test(commandLine));
    for (const script of [
      '/home/u/.vscode-server/extensions/queueside.queueside-0.1.0-linux-x64/dist/broker.js',
      'C:\\Users\\u\\.vscode\\extensions\\queueside.queueside-0.1.0\\dist\\broker.js',
    ])
      assert.ok(isOurs(`node ${script} --secrets stdin --host 127.0.0.1 --port 0`), script);
    assert.ok(!isOurs('node /home/u/queueside-shop/server.js'));
    for (const { onAutoForward } of Object.values(attributes)) assert.equal(onAutoForward, 'ignore');
  });

  it('points at files that are there', () => {
    const paths =
      JSON.stringify(manifest).match(/extension\/(?:media|walkthrough|samples|schemas)\/[\w./-]+/g) ?? [];
    assert.ok(paths.length > 0);
    for (const path of paths) assert.ok(existsSync(path), path);
  });

  it('waits to be needed', () => {
    assert.ok(!manifest.activationEvents.includes('*'));
    assert.ok(!manifest.activationEvents.includes('onStartupFinished'));
    // What shows on screen must be translatable; the titles in the tables of commands go by package.nls.json.
    const literals = readSources('extension').match(/(?:title|placeHolder|prompt): '[^']+'/g) ?? [];
    assert.deepEqual(
      literals.filter((literal) => !/: '(?:Queueside|orders(?:\.fifo)?|\{"id": 1\})'/.test(literal)),
      [],
    );
  });
});
