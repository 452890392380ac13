import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as l10n from '@vscode/l10n';
import type { FunctionCode, RuntimeCommand } from './functionCode.ts';

/** The client of AWS, which a function brings. */
const AWS_CLIENT = 'Amazon.Lambda.RuntimeSupport.dll';

/**
 * .NET by AWS's own client. A handler `Assembly::Type::Method` is called by it; one without `::` is a program that calls it itself.
 * The files are looked for in the folder, and where a build puts them.
 */
export function describeDotnet({ runtime, handler, directory }: FunctionCode): RuntimeCommand {
  const [assembly = ''] = handler.split('::');
  if (basename(assembly) !== assembly || assembly.includes('\\'))
    return {
      ok: false,
      failure: l10n.t('The handler {0} must begin with the name of an assembly, without a folder.', handler),
    };
  const framework = `net${runtime.replace('dotnet', '')}.0`;
  const folders = [
    '',
    `bin/Debug/${framework}`,
    `bin/Release/${framework}`,
    `bin/Release/${framework}/publish`,
  ];
  const folder = folders
    .map((name) => join(directory, name))
    .find((each) => existsSync(join(each, `${assembly}.deps.json`)));
  if (folder === undefined)
    return {
      ok: false,
      failure: l10n.t(
        '{0} has no built assembly {1}. Build the function with {2}.',
        directory,
        assembly,
        'dotnet build',
      ),
    };
  if (!handler.includes('::')) return { ok: true, command: ['dotnet', join(folder, `${assembly}.dll`)] };
  const client = join(folder, AWS_CLIENT);
  if (!existsSync(client))
    return {
      ok: false,
      failure: l10n.t(
        'The function needs {0} beside its assembly. Add the package {1}, and build it.',
        AWS_CLIENT,
        'Amazon.Lambda.RuntimeSupport',
      ),
    };
  const file = (end: string): string => join(folder, `${assembly}.${end}`);
  const dependencies = ['--depsfile', file('deps.json'), '--runtimeconfig', file('runtimeconfig.json')];
  return { ok: true, command: ['dotnet', 'exec', ...dependencies, client, handler] };
}
