import { BILLING_COMMANDS } from '../billing/commands.ts';
import { CLOCK_COMMANDS } from '../clock/commands.ts';
import { COMPOSER_COMMANDS } from '../composer/commands.ts';
import { DEBUG_COMMANDS } from '../debug/commands.ts';
import { DEFINITION_COMMANDS } from '../definitions/commands.ts';
import { FAULT_COMMANDS } from '../faults/commands.ts';
import { FINDING_COMMANDS } from '../findings/commands.ts';
import type { CommandRow, CommandTable } from '../ground/commandTable.ts';
import { LAUNCH_COMMANDS } from '../launch/commands.ts';
import { LOAD_COMMANDS } from '../load/commands.ts';
import { QUEUE_COMMANDS } from '../queues/commands.ts';
import { MESSAGE_COMMANDS } from '../queues/messages/commands.ts';
import { SECURITY_COMMANDS } from '../security/commands.ts';
import type { Services } from '../services.ts';
import { STATUS_COMMANDS } from '../status/commands.ts';
import { STORAGE_COMMANDS } from '../storage/commands.ts';
import { TRACE_COMMANDS } from '../trace/commands.ts';

/** The commands of each subject, in the order that the manifest has them in. */
const TABLES: readonly CommandTable<Services>[] = [
  STATUS_COMMANDS,
  QUEUE_COMMANDS,
  MESSAGE_COMMANDS,
  COMPOSER_COMMANDS,
  TRACE_COMMANDS,
  FINDING_COMMANDS,
  FAULT_COMMANDS,
  CLOCK_COMMANDS,
  DEBUG_COMMANDS,
  LAUNCH_COMMANDS,
  DEFINITION_COMMANDS,
  LOAD_COMMANDS,
  STORAGE_COMMANDS,
  SECURITY_COMMANDS,
  BILLING_COMMANDS,
];

/** Every command with what follows `queueside.` in its id. */
export const ALL_COMMANDS: readonly (readonly [name: string, command: CommandRow<Services>])[] =
  TABLES.flatMap((table) => Object.entries(table));
