import type { Connections } from '../connections/connections.ts';
import type { CommandTable } from '../ground/commandTable.ts';
import { IN_TRUSTED_WORKSPACE } from '../ground/conditions.ts';
import { inSubmenu } from '../ground/whenClauses.ts';
import type { LoadRemote } from '../remote/registerRemote.ts';
import type { Gateways } from './gateways.ts';

interface Needs {
  readonly connections: Connections;
  readonly gateways: Gateways;
  readonly loadRemote: LoadRemote;
}

export const GATEWAY_COMMANDS = {
  chooseDebugConnection: {
    title: 'Debug Against…',
    icon: 'debug-alt',
    enabled: IN_TRUSTED_WORKSPACE,
    menus: [inSubmenu('programs', '0_target@1')],
    run: ({ loadRemote, connections }: Needs) => loadRemote().chooseDebugConnection(connections),
  },
  showGateway: {
    title: 'Show Gateway',
    icon: 'list-unordered',
    enabled: IN_TRUSTED_WORKSPACE,
    run: ({ loadRemote, gateways }: Needs, target?: unknown) =>
      loadRemote().showGateway(gateways.sessions, target),
  },
  copyGatewayEndpoint: {
    title: 'Copy Gateway Endpoint',
    icon: 'copy',
    enabled: IN_TRUSTED_WORKSPACE,
    run: ({ loadRemote, gateways }: Needs, target?: unknown) =>
      loadRemote().copyGatewayEndpoint(gateways.sessions, target),
  },
  stopGateway: {
    title: 'Stop Gateway',
    icon: 'debug-stop',
    enabled: IN_TRUSTED_WORKSPACE,
    run: ({ loadRemote, gateways }: Needs, target?: unknown) =>
      loadRemote().stopGateway(gateways.sessions, target),
  },
} satisfies CommandTable<never>;
