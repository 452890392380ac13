import * as l10n from '@vscode/l10n';
import { workspace } from 'vscode';
import { findEndpoint } from '../../broker/programs/endpointVariables.ts';
import type { OrderChannel } from '../../broker/programs/orderChannel.ts';
import type { Programs } from '../../broker/programs/programs.ts';
import { describeProgramEnd } from '../../broker/programs/programTexts.ts';
import { PoolRunner } from '../../broker/poolRunner/poolRunner.ts';
import { createProcessEnvironment } from '../../broker/poolRunner/processEnvironment.ts';
import { findUsedServices } from '../launch/findUsedServices.ts';
import { prepareTrust } from '../security/trust.ts';
import type { PoolDeskPorts } from './poolDesk.ts';
import type { PoolLaunches } from './poolLaunches.ts';
import type { RunMode } from './poolRunners.ts';
import type { ProcessOutputs } from './processOutputs.ts';

export interface CreatePoolRunnerNeeds extends PoolDeskPorts {
  readonly outputs: ProcessOutputs;
  readonly launches: PoolLaunches;
  /** Loads what starts programs: the same for all pools of the window. */
  readonly loadPrograms: () => Programs;
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
  // A report is no reason to start a broker: with the connection, it knows what became of the processes.
  const channel: OrderChannel = {
    request: (method, params) =>
      session.state.kind === 'running'
        ? session.request(method, params)
        : Promise.reject(new Error('The broker is not connected.')),
  };
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
    onChange: ({ processName, processId, end, failure }) => {
      if (end !== undefined) outputs.note(processName, l10n.t('Ended with {0}.', describeProgramEnd(end)));
      else if (failure !== undefined) outputs.note(processName, failure);
      else if (processId === undefined) outputs.note(processName, l10n.t('Started.'));
      else outputs.note(processName, l10n.t('Started, process ID {0}.', String(processId)));
    },
  });
}
