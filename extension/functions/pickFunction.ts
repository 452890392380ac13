import { l10n } from 'vscode';
import type { FunctionEnvironment, FunctionInfo } from '../../broker/protocol/functions.ts';
import { COMMANDS } from '../ground/commandIds.ts';
import type { Missing } from '../ground/commandTable.ts';
import { showMissing } from '../ground/missing.ts';
import { pick } from '../ground/pick.ts';
import { EnvironmentNode } from './environmentNode.ts';
import { FunctionNode } from './functionNode.ts';
import type { FunctionSource } from './functionSource.ts';
import { describeFunction } from './functionText.ts';

export interface PickFunctionNeeds {
  readonly source: FunctionSource;
}

/** Which functions a command is about, and what is said when there are none. */
export interface FunctionQuestion {
  readonly title: string;
  readonly accepts: (info: FunctionInfo) => boolean;
  /** Said when there are functions, and none is accepted. */
  readonly none: string;
}

/** The function that a command is about: its row or its name, or the user's choice. @returns undefined when the user chose none */
export async function pickFunction(
  { source }: PickFunctionNeeds,
  target: unknown,
  { title, accepts, none }: FunctionQuestion,
): Promise<FunctionInfo | undefined> {
  // The row may be older than the function is now.
  if (target instanceof FunctionNode) return source.find(target.name);
  if (target instanceof EnvironmentNode) return source.find(target.functionName);
  await source.refresh();
  if (typeof target === 'string') {
    const found = source.find(target);
    if (found === undefined) {
      const text = l10n.t(
        'The broker has no function {0}. Check the problems of the file that declares it.',
        target,
      );
      void showMissing({ text });
    }
    return found;
  }
  const choices = source.functions.filter(accepts).map((info) => ({
    label: info.definition.name,
    description: info.definition.runtime,
    detail: describeFunction(info),
    value: info,
  }));
  return pick(choices, {
    title,
    placeHolder: l10n.t('Function'),
    matchOnDescription: true,
    none: describeNone(source, none),
  });
}

/** @param none said when there are functions */
export function describeNone({ functions }: FunctionSource, none: string): Missing {
  if (functions.length > 0) return { text: none };
  return {
    text: l10n.t('No functions exist. Declare one in queueside.json, or use a template.'),
    remedy: { title: l10n.t('Use Template…'), command: COMMANDS.useTemplate },
  };
}

/** What of a function has a log: all of its environments, or one of them. */
export interface LogSubject {
  readonly info: FunctionInfo;
  /** Absent: all of them. */
  readonly environment?: FunctionEnvironment;
}

/** What a row or a name such as `resize #3` stands for; without either, the user chooses a function. */
export async function pickLog(
  needs: PickFunctionNeeds,
  target: unknown,
  question: FunctionQuestion,
): Promise<LogSubject | undefined> {
  const [functionName, number] = typeof target === 'string' ? target.split(' #') : [];
  const info = await pickFunction(needs, functionName ?? target, question);
  if (info === undefined) return undefined;
  const wanted = target instanceof EnvironmentNode ? target.environment.number : Number(number);
  const environment = info.environments.find((each) => each.number === wanted);
  return environment === undefined ? { info } : { info, environment };
}
