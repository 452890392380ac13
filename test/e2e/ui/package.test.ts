import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packExtension } from '../../support/packExtension.mjs';
import { useWorkbench } from './support/useWorkbench.ts';

describe('the package', () => {
  let folder: string | undefined;
  const window = useWorkbench({
    name: 'package',
    workspace: 'empty',
    makeExtension: async () => {
      folder = mkdtempSync(join(tmpdir(), 'queueside-package-'));
      const packed = await packExtension(folder);
      return { kind: 'vsix', path: packed.path };
    },
  });

  after(() => {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  it('installs into VS Code and shows its view', async () => {
    const { workbench } = window();
    await workbench.openViewContainer('Queueside');
    await workbench.tree('Queues').pane.waitFor();
    await workbench.takeScreenshot('package-installed');
  });
});
