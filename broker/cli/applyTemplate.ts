import type { ControlClient } from '../client/controlClient.ts';
import { getBroker } from '../protocol/broker.ts';
import { applyDefinitions } from '../protocol/definitions.ts';
import { DefinitionFileError, MAXIMUM_PROBLEMS } from './applyFile.ts';

/**
 * Applies the queues and functions of a template as those of a `queueside.json`, and prints what it does not take from it.
 * @returns the names of its functions
 * @throws DefinitionFileError
 */
export async function applyTemplate(
  client: ControlClient,
  file: string,
  argv: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<readonly string[]> {
  // Few commands need it, and the others start sooner without it.
  const { readTemplateFile } = await import('./templates.ts');
  const place = await client.request(getBroker, {});
  const template = await readTemplateFile(file, { argv, environment, place });
  const { text, source, folder, hasFormat } = template;
  if (!hasFormat) throw listed(template.problems);
  for (const line of [...template.problems, ...template.notes]) process.stderr.write(`${line}\n`);
  const { problems } = await client.request(applyDefinitions, { text, source, folder });
  if (problems.length > 0) throw listed(problems.map((problem) => template.describe(problem)));
  return template.functionNames;
}

function listed(lines: readonly string[]): DefinitionFileError {
  return new DefinitionFileError(lines.slice(0, MAXIMUM_PROBLEMS).join('\n'));
}
