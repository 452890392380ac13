import { statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { formatProblem } from '../definitions/problems.ts';
import { readTextFile } from '../files/readTextFile.ts';
import { checkModel } from '../iac/checks/checkModel.ts';
import { locateProblem, writeDefinitionText } from '../iac/definitionText.ts';
import { MAXIMUM_TEXT_LENGTH } from '../iac/limits.ts';
import type { LocalPlace } from '../iac/localPlace.ts';
import type { IacModel, SourceRange } from '../iac/model.ts';
import { readIac } from '../iac/readIac.ts';
import { toDefinitions } from '../iac/toDefinitions.ts';
import { useLanguage } from '../language/useLanguage.ts';
import type { DefinitionProblem } from '../protocol/definitions.ts';

/** What a command makes of a template. All lines are in compiler format: `template.yaml:12:5: …`. */
export interface TemplateFile {
  /** As `queueside/definitions/apply` takes it. */
  readonly text: string;
  /** Tells this file from others. */
  readonly source: string;
  /** Absolute: directories of functions are named from it. */
  readonly folder: string;
  readonly functionNames: readonly string[];
  /** Why the file, or a part of it, was not read; if nothing was, it has no format. */
  readonly problems: readonly string[];
  readonly hasFormat: boolean;
  /** What a deployment would reject or do wrong, and what is left out. */
  readonly notes: readonly string[];
  /** A problem of the text, at its place in the template. */
  describe(problem: DefinitionProblem): string;
}

export interface TemplateOptions {
  /** Of the command, and its environment: in a bundle of its own, this module does not know the language of the program. */
  readonly argv: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  readonly place: LocalPlace;
}

const MANIFEST = 'manifest.json';

/** Reads a template for a command. Of the folder that the CDK writes, the manifest is read. */
export async function readTemplateFile(
  named: string,
  { argv, environment, place }: TemplateOptions,
): Promise<TemplateFile> {
  useLanguage(argv, environment);
  const file = isFolder(named) ? join(named, MANIFEST) : named;
  const { region, account } = place;
  const model = await readIac(file.replaceAll('\\', '/'), { readText }, { region, account, environment });
  const definitions = toDefinitions(model, place);
  const text = writeDefinitionText(definitions);
  const source = resolve(file);
  return {
    text,
    source,
    folder: dirname(source),
    functionNames: definitions.functions.map(({ name }) => name),
    problems: model.problems.map(({ range, message }) => formatAt(range, message)),
    hasFormat: model.format !== undefined,
    notes: [
      ...checkModel(model).map(({ range, message }) => formatAt(range, message)),
      ...definitions.leftOut.map(({ range, what, reason }) => formatAt(range, `${what}: ${reason}`)),
    ],
    describe: (problem) => describeProblem(text, problem, model, file),
  };
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function readText(file: string): Promise<string | undefined> {
  const read = readTextFile(file, MAXIMUM_TEXT_LENGTH);
  return Promise.resolve(read.ok ? read.text : undefined);
}

function formatAt(range: SourceRange, message: string): string {
  return formatProblem(range.file, { ...range, message });
}

function describeProblem(text: string, problem: DefinitionProblem, model: IacModel, file: string): string {
  const range = locateProblem(text, problem, model);
  return range === undefined ? `${file}: ${problem.message}` : formatAt(range, problem.message);
}
