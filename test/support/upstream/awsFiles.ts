import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { changeEnvironment } from './changedEnvironment.ts';

/**
 * The configuration files of AWS of this process are these, until `remove`; nothing else of the user's counts.
 * @param more variables
 */
export function writeAwsFiles(
  config: string,
  credentials: string,
  more: Readonly<Record<string, string>> = {},
): { readonly folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'queueside-aws-'));
  writeFileSync(join(folder, 'config'), config);
  writeFileSync(join(folder, 'credentials'), credentials);
  const restore = changeEnvironment({
    HOME: folder,
    USERPROFILE: folder,
    AWS_CONFIG_FILE: join(folder, 'config'),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
    ...more,
  });
  return {
    folder,
    remove: () => {
      restore();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
