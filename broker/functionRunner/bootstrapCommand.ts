import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { findExecutable } from '../programs/command.ts';
import type { FunctionCode, RuntimeCommand } from './functionCode.ts';

/** The program of a function, in its folder. */
export const BOOTSTRAP = './bootstrap';

/** How a `bootstrap` is built, by what is in the folder. */
const BUILDS: readonly (readonly [file: string, build: string])[] = [
  ['go.mod', 'go build -o bootstrap .'],
  ['Cargo.toml', 'cargo build --release'],
];

/** A program of the user's that polls the Runtime API itself, as those in Go and Rust do. */
export function describeBootstrap({ directory, environment }: FunctionCode): RuntimeCommand {
  const file = findExecutable(BOOTSTRAP, { folder: directory, environment });
  if (file !== undefined) return { ok: true, command: [file] };
  const [, build] = BUILDS.find(([name]) => existsSync(join(directory, name))) ?? [];
  const hasNone = l10n.t('{0} has no executable file bootstrap.', directory);
  const remedy =
    build === undefined
      ? l10n.t('Build the function, or set its command.')
      : l10n.t('Build the function (for example, {0}), or set its command.', build);
  return { ok: false, failure: `${hasNone} ${remedy}` };
}
