import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';

const FOLDER = 'extension';
/** VS Code closes these: what they show is over after a reload, and showing it again would be another look. */
const NOT_RESTORED: ReadonlySet<string | undefined> = new Set(['SAMPLE_VIEW_TYPE']);

describe('the panels of the extension, after a window reload', () => {
  it('activate it, each of them', () => {
    const { activationEvents } = JSON.parse(readFileSync('package.json', 'utf8'));
    const code = readdirSync(FOLDER, { recursive: true })
      .map(String)
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readFileSync(join(FOLDER, name), 'utf8'))
      .join('\n');
    const constants = [...code.matchAll(/registerWebviewPanelSerializer\((\w+)/g)].map(([, name]) => name);
    const created = [...code.matchAll(/createWebviewPanel\(\s*(\w+)/g)].map(([, name]) => name);
    const restored = created.filter((name) => !NOT_RESTORED.has(name));
    assert.equal(created.length - restored.length, NOT_RESTORED.size);
    assert.deepEqual(new Set(constants), new Set(restored), 'what restores each panel that can be opened');
    const types = constants.map((name) => code.match(new RegExp(`const ${name} = '([^']+)'`))?.[1]);
    assert.deepEqual(
      activationEvents.filter((event: string) => event.startsWith('onWebviewPanel:')).sort(),
      types.map((type) => `onWebviewPanel:${type}`).sort(),
    );
  });
});
