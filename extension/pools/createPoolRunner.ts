import { workspace } from 'vscode';
import { findEndpoint } from '../../broker/programs/endpointVariables.ts';
import { PoolRunner } from '../../broker/poolRunner/poolRunner.ts';
import { createProcessEnvironment } from '../../broker/poolRunner/processEnvironment.ts';
import { findUsedServices } from '../launch/findUsedServices.ts';
import { prepareTrust } from '../security/trust.ts';
import { describeChange } from '../processes/describeChange.ts';
import type { DeskPorts } from '../processes/deskPorts.ts';
import type { PoolLaunches } from './poolLaunches.ts';
import type { RunMode } from './poolRunners.ts';
import type { ProcessOutputs } from '../processes/processOutputs.ts';
import { createReportChannel } from '../processes/reportChannel.ts';

export interface CreatePoolRunnerNeeds extends DeskPorts {
  readonly outputs: ProcessOutputs;
  readonly launches: PoolLaunches;
}

/** Creates what starts the processes of a pool in this window: with the environment that launches get. */
export async function createPoolRunner(
  { session, log, paths: { folder }, outputs, launches, loadPrograms }: CreatePoolRunnerNeeds,
  readMode: () => RunMode,
): Promise<PoolRunner> {
  const broker = await session.start();
  const inherited = process.env;
  const trust = await prepareTrust(broker, { inherited, folder });
  const endpoint = findEndpoint(broker);
  const channel = createReportChannel(session);
  return new PoolRunner({
    channel,
    programs: loadPrograms(),
    folder: workspace.workspaceFolders?.[0]?.uri.fsPath ?? folder,
    createEnvironment: async (credential, { queue }) => ({
      ...createProcessEnvironment({
        inherited,
        broker: { ...broker, endpoint },
        used: await findUsedServices(channel, (message) => log.warn(message)),
        queue,
        credential,
      }),
      ...trust,
    }),
    startInEditor: (order, onLine) => launches.start(order, readMode(), onLine),
    onLine: (processName, line) => outputs.add(processName, line),
    onChange: ({ processName, ...change }) => outputs.note(processName, describeChange(change)),
  });
}
