import { ALARM_COMMANDS } from '../alarms/commandsAndMenus.ts';
import { BILLING_COMMANDS } from '../billing/commandsAndMenus.ts';
import { CLOCK_COMMANDS } from '../clock/commandsAndMenus.ts';
import { COMPOSER_COMMANDS } from '../composer/commandsAndMenus.ts';
import { DEBUG_COMMANDS } from '../debug/commandsAndMenus.ts';
import { DEFINITION_COMMANDS } from '../definitions/commandsAndMenus.ts';
import { EXPORT_IMPORT_COMMANDS, TRACE_EXPORT_COMMANDS } from '../exportImport/commandsAndMenus.ts';
import { FAULT_COMMANDS } from '../faults/commandsAndMenus.ts';
import { FINDING_COMMANDS } from '../findings/commandsAndMenus.ts';
import { FORECAST_COMMANDS } from '../forecast/commandsAndMenus.ts';
import { FUNCTION_COMMANDS } from '../functions/commandsAndMenus.ts';
import type { CommandRow, CommandTable } from '../ground/commandTable.ts';
import { GATEWAY_COMMANDS } from '../gateway/commandsAndMenus.ts';
import { LAUNCH_COMMANDS } from '../launch/commandsAndMenus.ts';
import { LOAD_COMMANDS } from '../load/commandsAndMenus.ts';
import { MESSAGE_EDITOR_COMMANDS } from '../messageEditor/commandsAndMenus.ts';
import { METRICS_COMMANDS } from '../metrics/commandsAndMenus.ts';
import { POOL_COMMANDS } from '../pools/commandsAndMenus.ts';
import { QUEUE_COMMANDS } from '../queues/commandsAndMenus.ts';
import { MESSAGE_COMMANDS } from '../queues/messages/commandsAndMenus.ts';
import { QUEUE_EDITOR_COMMANDS } from '../queues/editor/commandsAndMenus.ts';
import { RECEIVE_COMMANDS } from '../receive/commandsAndMenus.ts';
import { REMOTE_COMMANDS } from '../remote/commandsAndMenus.ts';
import { SCALING_COMMANDS } from '../scaling/commandsAndMenus.ts';
import { SECURITY_COMMANDS } from '../security/commandsAndMenus.ts';
import type { Services } from '../services.ts';
import { STATUS_COMMANDS } from '../status/commandsAndMenus.ts';
import { STORAGE_COMMANDS } from '../storage/commandsAndMenus.ts';
import { TEMPLATE_COMMANDS } from '../templates/commandsAndMenus.ts';
import { TRACE_COMMANDS } from '../trace/commandsAndMenus.ts';
import { WALKTHROUGH_COMMANDS } from '../walkthrough/commandsAndMenus.ts';

/**
 * What the palette shows before the title of a command, and sorts by. As usual in VS Code, a group of commands has the name of
 * the extension and a word of its own: "Queueside Clock: Reset Clock". Daily work with queues and messages has no such word.
 */
export const CATEGORIES = {
  queueside: 'Queueside',
  broker: 'Queueside Broker',
  connections: 'Queueside Connections',
  trace: 'Queueside Trace',
  findings: 'Queueside Findings',
  alarms: 'Queueside Alarms',
  tests: 'Queueside Tests',
  clock: 'Queueside Clock',
  debug: 'Queueside Debug',
  programs: 'Queueside Programs',
  pools: 'Queueside Pools',
  functions: 'Queueside Functions',
  definitions: 'Queueside Definitions',
  storage: 'Queueside Storage',
  security: 'Queueside Security',
  cost: 'Queueside Cost',
  help: 'Queueside Help',
} as const;

export type Category = keyof typeof CATEGORIES;

/** The commands of each subject, in the order that the manifest has them in. */
const TABLES: readonly (readonly [category: Category, table: CommandTable<Services>])[] = [
  ['broker', STATUS_COMMANDS],
  ['queueside', QUEUE_COMMANDS],
  ['queueside', QUEUE_EDITOR_COMMANDS],
  ['queueside', MESSAGE_EDITOR_COMMANDS],
  ['queueside', MESSAGE_COMMANDS],
  ['queueside', RECEIVE_COMMANDS],
  ['queueside', COMPOSER_COMMANDS],
  ['queueside', EXPORT_IMPORT_COMMANDS],
  ['queueside', METRICS_COMMANDS],
  ['queueside', SCALING_COMMANDS],
  ['trace', TRACE_COMMANDS],
  ['trace', TRACE_EXPORT_COMMANDS],
  ['findings', FINDING_COMMANDS],
  ['alarms', ALARM_COMMANDS],
  ['tests', FAULT_COMMANDS],
  ['clock', CLOCK_COMMANDS],
  ['debug', DEBUG_COMMANDS],
  ['programs', LAUNCH_COMMANDS],
  ['definitions', DEFINITION_COMMANDS],
  ['definitions', TEMPLATE_COMMANDS],
  ['tests', LOAD_COMMANDS],
  ['tests', FORECAST_COMMANDS],
  ['pools', POOL_COMMANDS],
  ['functions', FUNCTION_COMMANDS],
  ['storage', STORAGE_COMMANDS],
  ['security', SECURITY_COMMANDS],
  ['connections', REMOTE_COMMANDS],
  ['connections', GATEWAY_COMMANDS],
  ['cost', BILLING_COMMANDS],
  ['help', WALKTHROUGH_COMMANDS],
];

/** Every command with what follows `queueside.` in its id. */
export const ALL_COMMANDS: readonly (readonly [
  name: string,
  command: CommandRow<Services>,
  category: Category,
])[] = TABLES.flatMap(([category, table]) =>
  Object.entries(table).map(([name, command]) => [name, command, category] as const),
);
