import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { stages } from '../../support/stages.mjs';
import { readDesktopVersion } from '../../support/vscode/desktop.mjs';

interface Workflow {
  readonly jobs: Readonly<Record<string, Job>>;
}

interface Job {
  readonly needs?: string;
  readonly 'runs-on'?: string;
  readonly strategy?: { readonly matrix: Readonly<Record<string, readonly string[]>> };
  readonly steps?: readonly { readonly run?: string; readonly env?: Readonly<Record<string, string>> }[];
}

interface Form {
  readonly name: string;
  readonly description: string;
  readonly body: readonly {
    readonly type: string;
    readonly id?: string;
    readonly attributes: Readonly<Record<string, unknown>>;
  }[];
}

const WORKFLOWS = join('.github', 'workflows');
const FORMS = join('.github', 'ISSUE_TEMPLATE');

function readYaml(folder: string, name: string): unknown {
  return parse(readFileSync(join(folder, name), 'utf8'));
}

function listCommands({ jobs }: Workflow): string[] {
  return Object.values(jobs).flatMap(({ steps = [] }) => steps.flatMap(({ run }) => run ?? []));
}

describe('the workflows', () => {
  const workflows = readdirSync(WORKFLOWS).map((name) => readYaml(WORKFLOWS, name) as Workflow);
  const { engines } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    engines: { readonly node: string; readonly vscode: string };
  };

  it('test on three systems, each with the oldest Node.js that the project supports and with a newer one', () => {
    const { jobs } = readYaml(WORKFLOWS, 'test.yml') as Workflow;
    const all = Object.values(jobs);
    const systems = all.flatMap(
      ({ strategy, 'runs-on': system }) => strategy?.matrix['system'] ?? [String(system)],
    );
    assert.deepEqual(
      systems.map((system) => /^[a-z]+/.exec(system)?.[0]),
      ['ubuntu', 'macos', 'windows'],
    );
    const oldest = engines.node.replace(/^>=/, '');
    for (const { strategy } of all) assert.deepEqual(strategy?.matrix['node'], [oldest, '24']);
  });

  it('run what a contributor can run: one line for each step, and levels that exist', () => {
    const commands = workflows.flatMap(listCommands);
    assert.ok(commands.length > 5);
    const names = stages.map(({ name }) => name);
    for (const command of commands) {
      assert.ok(!command.includes('\n'), command);
      const [, levels] = /npm test -- ([a-z ]+)$/.exec(command) ?? [];
      for (const level of levels?.split(' ') ?? []) assert.ok(names.includes(level), level);
    }
  });

  it('publish only what was tagged, tested and packed', () => {
    const { jobs } = readYaml(WORKFLOWS, 'release.yml') as Workflow;
    assert.deepEqual([jobs['test']?.needs, jobs['publish']?.needs], ['tag', 'test']);
    const commands = (jobs['publish']?.steps ?? []).flatMap(({ run }) => run ?? []);
    const order = [
      'release.mjs',
      'npm run package',
      'vsce publish',
      'ovsx',
      'publish.mjs npm',
      'publish.mjs github',
    ];
    const at = order.map((words) => commands.findIndex((command) => command.includes(words)));
    assert.ok(!at.includes(-1), String(at));
    assert.deepEqual(
      at,
      [...at].sort((left, right) => left - right),
    );
  });

  it('run the host tests in the oldest VS Code that the extension installs into', () => {
    const [job] = Object.values((readYaml(WORKFLOWS, 'floor.yml') as Workflow).jobs);
    const { run, env } = job?.steps?.find((step) => step.run !== undefined) ?? {};
    assert.match(String(run), /npm test -- host$/);
    const version = readDesktopVersion(env?.['QUEUESIDE_DESKTOP']);
    assert.equal(`^${version}`, engines.vscode);
    assert.equal(readDesktopVersion('1.110.0'), '1.110.0');
    assert.equal(readDesktopVersion(undefined), undefined);
  });
});

describe('the issue forms', () => {
  const TYPES = ['markdown', 'textarea', 'input', 'dropdown', 'checkboxes'];

  for (const name of readdirSync(FORMS).filter((file) => file !== 'config.yml')) {
    it(`${name} has a label and an id for everything that it asks`, () => {
      const form = readYaml(FORMS, name) as Form;
      assert.ok(form.name.length > 2 && form.description.length > 10);
      const asked = form.body.filter(({ type }) => type !== 'markdown');
      assert.ok(asked.length >= 3);
      assert.equal(new Set(asked.map(({ id }) => id)).size, asked.length);
      for (const { type, id, attributes } of form.body) {
        assert.ok(TYPES.includes(type), type);
        if (type === 'markdown') continue;
        assert.match(String(id), /^[a-z]+$/);
        assert.equal(typeof attributes['label'], 'string');
        if (type === 'dropdown') assert.ok(Array.isArray(attributes['options']));
      }
    });
  }

  it('lead vulnerabilities and questions elsewhere', () => {
    const config = readYaml(FORMS, 'config.yml') as { contact_links: readonly { readonly url: string }[] };
    assert.deepEqual(
      config.contact_links.map(({ url }) => url.split('/queueside/queueside/')[1]),
      ['discussions', 'security/advisories/new'],
    );
  });
});
