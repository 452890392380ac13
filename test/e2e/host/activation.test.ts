import assert from 'node:assert/strict';
import { commands, extensions } from 'vscode';

interface Manifest {
  readonly contributes: { readonly commands: readonly { readonly command: string }[] };
}

describe('activation', () => {
  const extension = extensions.getExtension('queueside.queueside');

  it('succeeds', async () => {
    assert.ok(extension, 'the extension is not installed');
    await extension.activate();
    assert.equal(extension.isActive, true);
  });

  it('registers every command that the manifest names', async () => {
    assert.ok(extension);
    await extension.activate();
    const registered = new Set(await commands.getCommands(true));
    const named = (extension.packageJSON as Manifest).contributes.commands.map(({ command }) => command);
    assert.ok(named.length > 0);
    assert.deepEqual(
      named.filter((command) => !registered.has(command)),
      [],
    );
  });
});
