import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { changeEnvironment } from '../../support/upstream/changedEnvironment.ts';
import { createSettingsWorld, type SettingsWorld } from '../../support/upstream/settingsWorld.ts';

/** As much of the options of a field as the test looks at. */
interface Field {
  readonly prompt: string;
  readonly validateInput?: (text: string) => string | undefined;
}

describe('Adding a connection', () => {
  let settings: SettingsWorld;
  /** What each field says of a text, by a part of its prompt. */
  let fields: Map<string, NonNullable<Field['validateInput']>>;
  let restoreWindow: () => void;
  let added: readonly { readonly name: string }[];

  /** Fills in the fields by their prompts, in any order; the level is chosen by its name. */
  async function add(texts: Readonly<Record<string, string>>, level: string, kind = 'endpoint') {
    settings = await createSettingsWorld([]);
    const { code } = settings.world;
    const { window } = code as unknown as { readonly window: Record<string, unknown> };
    const { showInputBox, showQuickPick } = window;
    restoreWindow = () => Object.assign(window, { showInputBox, showQuickPick });
    fields = new Map();
    Object.assign(window, {
      showInputBox: ({ prompt, validateInput }: Field) => {
        const found = Object.entries(texts).find(([part]) => prompt.includes(part));
        if (found && validateInput) fields.set(found[0], validateInput);
        return Promise.resolve(found?.[1]);
      },
      showQuickPick: (items: readonly { readonly value?: string; readonly level?: string }[]) =>
        Promise.resolve(items.find((item) => item.value === kind || item.level === level)),
    });
    const remote = new code.RemoteConnections(settings.ports);
    added = await code.addConnections(remote, []);
    remote.dispose();
    return added[0];
  }

  afterEach(() => {
    restoreWindow();
    settings.restore();
  });

  const TEXTS = {
    'URL of the endpoint': 'http://10.0.0.7:4566',
    Region: 'us-east-1',
    'Access key ID': 'AKID',
    'Secret access key': 'secret',
    'Name of the connection': 'staging',
  };
  const ENTRY = {
    name: 'staging',
    kind: 'endpoint',
    endpoint: 'http://10.0.0.7:4566',
    region: 'us-east-1',
  };

  it('writes it to the settings without its keys, which are in the secret storage', async () => {
    const first = await add(TEXTS, 'confirm');
    assert.equal(first?.name, 'staging');
    assert.deepEqual(settings.read(), [{ ...ENTRY, protection: 'confirm' }]);
    assert.match([...settings.secrets.values()].join(), /AKID.*secret/);
  });

  it('adds nothing with a level below the usual one unless the user types the name', async () => {
    assert.equal(await add(TEXTS, 'open'), undefined);
    assert.deepEqual([settings.read(), settings.secrets.size], [[], 0]);
    restoreWindow();
    settings.restore();
    const first = await add({ ...TEXTS, 'Type the name': 'staging' }, 'open');
    assert.equal(first?.name, 'staging');
  });

  describe('to several regions', () => {
    const REGIONS = {
      'Region, or several': 'eu-central-1, us-east-1,eu-central-1',
      'Name of the connections': 'shop',
    };
    let restore: () => void;
    before(() => {
      restore = changeEnvironment({ AWS_ACCESS_KEY_ID: 'AKID', AWS_SECRET_ACCESS_KEY: 'x' });
    });
    after(() => restore());

    it('writes an entry for each of them, whose calls go to that region only', async () => {
      await add(REGIONS, 'confirm', 'environment');
      assert.deepEqual(
        added.map(({ name }) => name),
        ['shop eu-central-1', 'shop us-east-1'],
      );
      assert.deepEqual(
        settings.read(),
        ['eu-central-1', 'us-east-1'].map((region) => ({
          name: `shop ${region}`,
          kind: 'environment',
          region,
          protection: 'confirm',
        })),
      );
    });

    it('asks once for their level, and once for the name if it is lower than the usual one', async () => {
      await add(REGIONS, 'open', 'environment');
      assert.deepEqual([added, settings.read()], [[], []]);
      restoreWindow();
      settings.restore();
      await add({ ...REGIONS, 'Type the name': 'shop' }, 'open', 'environment');
      assert.equal(added.length, 2);
    });

    it('says at the field what is no region, and which name would be too long', async () => {
      await add(REGIONS, 'confirm', 'environment');
      const problemOf = (field: string, text: string) => fields.get(field)?.(text);
      assert.equal(problemOf('Region, or several', 'eu-central-1 us-gov-west-1'), undefined);
      for (const text of ['', ' , ', 'eu-central-1, here'])
        assert.match(String(problemOf('Region, or several', text)), /Enter a region of AWS/);
      assert.equal(problemOf('Name of the connections', 'x'.repeat(67)), undefined);
      assert.match(String(problemOf('Name of the connections', 'x'.repeat(68))), /at most 80 characters/);
    });
  });

  it('says at each field what cannot be used', async () => {
    await add(TEXTS, 'confirm');
    const problemOf = (field: string, text: string) => String(fields.get(field)?.(text));
    assert.match(problemOf('Secret access key', ''), /Enter the secret access key/);
    assert.match(problemOf('URL of the endpoint', 'http://sqs.eu-west-1.amazonaws.com'), /https:/);
    assert.match(problemOf('URL of the endpoint', '127.0.0.1'), /must be a URL/);
    assert.equal(fields.get('Secret access key')?.('x'), undefined);
    assert.equal(fields.get('URL of the endpoint')?.('http://127.0.0.1:4566'), undefined);
  });
});
