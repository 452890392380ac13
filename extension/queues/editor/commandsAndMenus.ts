import { can } from '../../connections/whenCapable.ts';
import type { CommandTable } from '../../ground/commandTable.ts';
import { ALWAYS } from '../../ground/conditions.ts';
import {
  ATTRIBUTE_ROW,
  ATTRIBUTES_ROW,
  ONE_ROW,
  QUEUE_ROW,
  has,
  lacks,
  onRow,
  onSelected,
} from '../../ground/whenClauses.ts';
import { SELECTION_ARGUMENT } from '../pickQueue.ts';
import { attachDeadLetterQueue, detachDeadLetterQueue } from './deadLetterQueue.ts';
import { copyAttributeValue, editQueue } from './editQueue.ts';

const EDITABLE = can('attributes', 'edit');

export const QUEUE_EDITOR_COMMANDS = {
  editQueue: {
    title: 'Edit Queue…',
    icon: 'settings-gear',
    enabled: ALWAYS,
    menus: [
      onRow('2_queue@1', QUEUE_ROW, EDITABLE, ONE_ROW),
      onRow('inline@1', ATTRIBUTES_ROW, EDITABLE, ONE_ROW),
      onRow('2_queue@1', ATTRIBUTES_ROW, EDITABLE, ONE_ROW),
    ],
    run: editQueue,
  },
  // A dead-letter queue has other entries in its menu; the palette and the editor do it there, too.
  attachDeadLetterQueue: {
    title: 'Attach Dead-Letter Queue…',
    enabled: ALWAYS,
    menus: [onRow('2_queue@2', QUEUE_ROW, EDITABLE, lacks('redrives'), lacks('dlq'), ONE_ROW)],
    run: attachDeadLetterQueue,
  },
  detachDeadLetterQueue: {
    title: 'Detach Dead-Letter Queue…',
    enabled: ALWAYS,
    menus: [onRow('2_queue@2', QUEUE_ROW, EDITABLE, has('redrives'), lacks('dlq'), ONE_ROW)],
    run: detachDeadLetterQueue,
  },
  editAttribute: {
    title: 'Edit Attribute…',
    icon: 'edit',
    enabled: ALWAYS,
    palette: false,
    menus: [
      onRow('inline@1', ATTRIBUTE_ROW, EDITABLE, ONE_ROW),
      onRow('1_attribute@1', ATTRIBUTE_ROW, EDITABLE, ONE_ROW),
    ],
    run: editQueue,
  },
  copyAttributeValue: {
    title: 'Copy Value',
    icon: 'copy',
    enabled: ALWAYS,
    palette: false,
    menus: [onRow('3_copy@1', ATTRIBUTE_ROW, ONE_ROW)],
    keys: [{ key: 'ctrl+c', mac: 'cmd+c', args: SELECTION_ARGUMENT, when: onSelected('attribute') }],
    run: copyAttributeValue,
  },
} satisfies CommandTable<never>;
