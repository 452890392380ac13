import * as l10n from '@vscode/l10n';
import { fail, type Result, succeed } from '../../engine/base/result.ts';
import { checkFunction } from '../../functions/checkFunction.ts';
import type { Environment } from '../../functions/environment.ts';
import type { LambdaFunction } from '../../functions/lambdaFunction.ts';
import type { InvocationEnd } from '../../functions/ports.ts';
import { MAXIMUM_FUNCTIONS } from '../../protocol/functionDefinition.ts';
import type { FunctionsResult, InvokeFunctionResult } from '../../protocol/functions.ts';
import { type Answer, notFound } from '../channel/answer.ts';
import type { Session } from '../channel/session.ts';
import type { ControlServices } from '../services.ts';
import type { HandlersOf } from './handler.ts';

export function createFunctionHandlers({
  functions,
}: ControlServices): HandlersOf<
  | 'listFunctions'
  | 'putFunction'
  | 'deleteFunction'
  | 'stopFunction'
  | 'invokeFunction'
  | 'readFunctionLog'
  | 'readFunctionEvent'
  | 'setFunctionFaults'
> {
  const list = (): Result<FunctionsResult> => succeed({ functions: functions.book.describe() });
  const saveAndList = (): Result<FunctionsResult> => {
    functions.save();
    return list();
  };
  const withFunction = <T>(name: string, answer: (found: LambdaFunction) => Answer<T>): Answer<T> => {
    const found = functions.book.findFunction(name);
    return found === undefined ? notFound(l10n.t('The function {0} does not exist.', name)) : answer(found);
  };
  return {
    listFunctions: list,
    putFunction: (definition) => {
      const [problem] = checkFunction(definition);
      if (problem !== undefined) {
        return fail('InvalidParameterValue', problem.message, problem.path.join('.'));
      }
      if (functions.book.put(definition)) return saveAndList();
      return fail('OverLimit', l10n.t('There are {0} functions, which is the limit.', MAXIMUM_FUNCTIONS));
    },
    deleteFunction: ({ name }) =>
      withFunction(name, () => {
        functions.book.delete(name);
        return saveAndList();
      }),
    stopFunction: ({ name }) =>
      withFunction(name, (found) => {
        found.stop();
        return list();
      }),
    invokeFunction: async ({ name, payload }) => {
      if (functions.book.findFunction(name) === undefined)
        return notFound(l10n.t('The function {0} does not exist.', name));
      if (!isJson(payload)) return fail('InvalidParameterValue', l10n.t('The event is not JSON.'), 'payload');
      const end = await new Promise<InvocationEnd>((complete) => {
        functions.book.invoke(name, { payload, origin: { mappingId: undefined }, wantsLog: true, complete });
      });
      return succeed(describeEnd(end));
    },
    readFunctionLog: ({ name, environment: number }) =>
      withFunction(name, ({ environments }) => {
        const environment = environments.findListed(number);
        return environment === undefined
          ? notFound(describeMissing(name, number))
          : succeed({ lines: environment.facts.log.list() });
      }),
    readFunctionEvent: ({ name }) =>
      withFunction(name, ({ memory }) =>
        succeed(memory.lastEvent === undefined ? {} : { payload: memory.lastEvent }),
      ),
    setFunctionFaults: ({ name, faults }) =>
      withFunction(name, (found) => {
        found.setFaults(faults);
        return list();
      }),
  };
}

/** What the runner of a function calls. */
export function createFunctionRunnerHandlers({
  functions,
}: ControlServices): HandlersOf<
  | 'runFunction'
  | 'leaveFunction'
  | 'reportFunctionStarted'
  | 'reportFunctionExited'
  | 'reportFunctionOutput'
  | 'reportFunctionLines'
  | 'reportFunctionDebugger'
  | 'reportFunctionCodeChanged'
> {
  const withOwn = (name: string, session: Session, act: (own: LambdaFunction) => void): Answer<null> => {
    const found = functions.book.findRun(name);
    if (found?.hasRunner(session) !== true) {
      return notFound(l10n.t('This connection does not run the function {0}.', name));
    }
    act(found);
    return succeed(null);
  };
  const withEnvironment = (
    { name, environment: number }: { readonly name: string; readonly environment: number },
    session: Session,
    act: (environment: Environment) => void,
  ): Answer<null> => {
    const environment = functions.book.findRun(name)?.environments.find(number);
    if (environment === undefined) {
      return notFound(describeMissing(name, number));
    }
    return withOwn(name, session, (own) => {
      act(environment);
      own.onChange();
    });
  };
  return {
    runFunction: ({ name, ...options }, session) => {
      const found = functions.book.findFunction(name);
      if (found === undefined) return notFound(l10n.t('The function {0} does not exist.', name));
      if (found.hasRunner()) {
        const message = l10n.t('Another program runs the function {0}.', name);
        return fail('InvalidParameterValue', message, 'name');
      }
      const started = found.run(session, options);
      return started.ok ? succeed({ function: found.describe() }) : started;
    },
    leaveFunction: ({ name }, session) => withOwn(name, session, (own) => own.leave()),
    reportFunctionStarted: (params, session) =>
      withEnvironment(params, session, (environment) => environment.noteStarted(params.processId)),
    reportFunctionExited: ({ lines, usedMemory, code, signal, ...params }, session) =>
      withEnvironment(params, session, (environment) => {
        environment.facts.noteOutput(lines, usedMemory);
        environment.noteExit({ code, signal });
      }),
    reportFunctionOutput: ({ lines, usedMemory, ...params }, session) =>
      withEnvironment(params, session, (environment) => environment.facts.noteOutput(lines, usedMemory)),
    reportFunctionLines: ({ name, invocations }, session) =>
      withOwn(name, session, ({ environments }) => {
        for (const { environment: number, requestId, lines } of invocations) {
          const environment = environments.find(number);
          environment?.facts.noteOutput(lines, undefined);
          environment?.conclusion.noteReport(requestId);
        }
      }),
    reportFunctionDebugger: ({ isAttached, isPaused, ...params }, session) =>
      withEnvironment(params, session, (environment) => environment.noteDebugger(isAttached, isPaused)),
    reportFunctionCodeChanged: ({ name }, session) =>
      withOwn(name, session, (own) => own.replaceEnvironments()),
  };
}

function describeMissing(name: string, number: number): string {
  return l10n.t('The environment {0} #{1} does not run.', name, number);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function describeEnd(end: InvocationEnd): InvokeFunctionResult {
  if (end.outcome === 'throttled' || end.outcome === 'unavailable')
    return { reason: end.reason, logTail: '' };
  const { payload, report, logTail = '' } = end;
  return { payload: payload.toString(), ...(report === undefined ? {} : { report }), logTail };
}
