import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findCacheFolder } from '../project.mjs';

/** The versions of Node.js that are here: that of the tests, and that of the editor's server if the host tests have installed it. */
export function findNodes(): readonly string[] {
  const { platform, arch, execPath } = process;
  const folder = `node-${platform === 'win32' ? 'win' : platform}-${arch}`;
  const name = platform === 'win32' ? 'node.exe' : 'node';
  const ofEditor = join(findCacheFolder(), 'vscode-host', 'node_modules', folder, 'bin', name);
  return [execPath, ...(existsSync(ofEditor) ? [ofEditor] : [])];
}
