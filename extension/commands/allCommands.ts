import { BILLING_COMMANDS } from '../billing/commandsAndMenus.ts';
import { CLOCK_COMMANDS } from '../clock/commandsAndMenus.ts';
import { COMPOSER_COMMANDS } from '../composer/commandsAndMenus.ts';
import { DEBUG_COMMANDS } from '../debug/commandsAndMenus.ts';
import { DEFINITION_COMMANDS } from '../definitions/commandsAndMenus.ts';
import { FAULT_COMMANDS } from '../faults/commandsAndMenus.ts';
import { FINDING_COMMANDS } from '../findings/commandsAndMenus.ts';
import type { CommandRow, CommandTable } from '../ground/commandTable.ts';
import { LAUNCH_COMMANDS } from '../launch/commandsAndMenus.ts';
import { LOAD_COMMANDS } from '../load/commandsAndMenus.ts';
import { MESSAGE_EDITOR_COMMANDS } from '../messageEditor/commandsAndMenus.ts';
import { QUEUE_COMMANDS } from '../queues/commandsAndMenus.ts';
import { MESSAGE_COMMANDS } from '../queues/messages/commandsAndMenus.ts';
import { SECURITY_COMMANDS } from '../security/commandsAndMenus.ts';
import type { Services } from '../services.ts';
import { STATUS_COMMANDS } from '../status/commandsAndMenus.ts';
import { STORAGE_COMMANDS } from '../storage/commandsAndMenus.ts';
import { TRACE_COMMANDS } from '../trace/commandsAndMenus.ts';

/** The commands of each subject, in the order that the manifest has them in. */
const TABLES: readonly CommandTable<Services>[] = [
  STATUS_COMMANDS,
  QUEUE_COMMANDS,
  MESSAGE_EDITOR_COMMANDS,
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
