import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { workspace } from 'vscode';
import { startFunction } from '../../broker/functionRunner/functionProgram.ts';
import { FunctionRunner } from '../../broker/functionRunner/functionRunner.ts';
import { measurePeakMemory } from '../../broker/functionRunner/peakMemory.ts';
import { watchFunction } from '../../broker/functionRunner/watchFunction.ts';
import { systemSchedule } from '../ground/schedule.ts';
import { describeChange } from '../processes/describeChange.ts';
import type { DeskPorts } from '../processes/deskPorts.ts';
import { createReportChannel } from '../processes/reportChannel.ts';
import { prepareTrust } from '../security/trust.ts';
import type { FunctionLog } from './functionLog.ts';

export interface CreateFunctionRunnerNeeds extends DeskPorts {
  readonly functionLog: FunctionLog;
}

/** Creates what starts the processes of a function in this window. */
export async function createFunctionRunner(
  { session, context, paths, functionLog, loadPrograms }: CreateFunctionRunnerNeeds,
  name: string,
): Promise<FunctionRunner> {
  const broker = await session.start();
  const inherited = process.env;
  const trust = await prepareTrust(broker, { inherited, folder: paths.folder });
  const folder = workspace.workspaceFolders?.[0]?.uri.fsPath ?? paths.folder;
  const start = {
    programs: loadPrograms(),
    inherited,
    broker,
    trust,
    folder,
    loops: context.asAbsolutePath(join('dist', 'runtimes')),
  };
  return new FunctionRunner(name, {
    channel: createReportChannel(session),
    start: (order, onLine) => startFunction(order, { ...start, onLine }),
    watchCode: (order, onChange) =>
      watchFunction(order, folder, {
        onChange,
        onIncomplete: () =>
          functionLog.note(name, l10n.t('Not all of its folders can be watched for changes.')),
      }),
    measureMemory: measurePeakMemory,
    schedule: systemSchedule,
    onLine: (environmentName, line) => functionLog.add(environmentName, line),
    onChange: ({ environmentName, ...change }) => functionLog.note(environmentName, describeChange(change)),
  });
}
