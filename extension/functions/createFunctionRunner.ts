import * as l10n from '@vscode/l10n';
import { workspace } from 'vscode';
import {
  type FunctionStartOrder,
  planLaunch,
  startFunction,
} from '../../broker/functionRunner/functionProgram.ts';
import { FunctionRunner } from '../../broker/functionRunner/functionRunner.ts';
import { measurePeakMemory } from '../../broker/functionRunner/peakMemory.ts';
import { watchFunction } from '../../broker/functionRunner/watchFunction.ts';
import { systemSchedule } from '../ground/schedule.ts';
import { describeChange } from '../processes/describeChange.ts';
import type { DeskPorts } from '../processes/deskPorts.ts';
import { createReportChannel } from '../processes/reportChannel.ts';
import { prepareTrust } from '../security/trust.ts';
import { findDebugger } from './findDebugger.ts';
import type { FunctionLaunches } from './functionLaunches.ts';
import type { FunctionLog } from './functionLog.ts';
import type { RunMode } from './runMemory.ts';

export interface CreateFunctionRunnerNeeds extends DeskPorts {
  readonly functionLog: FunctionLog;
  readonly launches: FunctionLaunches;
}

/** Creates what starts the processes of a function in this window. */
export async function createFunctionRunner(
  { session, paths, functionLog, launches, loadPrograms }: CreateFunctionRunnerNeeds,
  name: string,
  mode: RunMode,
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
    loops: launches.loops,
  };
  const debugFunction = (order: FunctionStartOrder, onLine: (line: string) => void) => {
    const isBuiltAtStart = (place: string): boolean =>
      findDebugger(order.definition, place)?.way.builds === true;
    const launch = planLaunch(order, { ...start, isBuiltAtStart });
    return launch.ok ? launches.start(order, launch, onLine) : Promise.resolve(launch);
  };
  return new FunctionRunner(name, {
    channel: createReportChannel(session),
    start: (order, onLine) =>
      mode === 'debug'
        ? debugFunction(order, (line) => onLine(line, 'stdout'))
        : startFunction(order, { ...start, onLine }),
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
