import { l10n, MarkdownString, ThemeColor, ThemeIcon, TreeItem } from 'vscode';
import type { AlarmInfo } from '../../../broker/protocol/alarms.ts';
import type { Connection } from '../../connections/connection.ts';
import { listCapabilityWords } from '../../connections/capabilities.ts';
import { appendSentence } from '../../ground/appendSentence.ts';
import { formatMoment } from '../../ground/moments.ts';
import type { TreeNode } from '../../ground/treeNode.ts';
import { describeAlarm, describeAlarmState, describeCondition } from '../alarmText.ts';
import { ALARM_URI } from './rowDecorations.ts';

/** The row that an alarm is under: its queue, or the connection if it is on no queue that exists. */
interface AlarmParent extends TreeNode {
  readonly connection: Connection;
  /** Ids of the rows below it begin with this. */
  readonly id: string;
}

/** An alarm on a metric of the queue that it is under, or on something else. */
export class AlarmNode implements TreeNode {
  readonly parent: AlarmParent;
  readonly alarm: AlarmInfo;

  constructor(parent: AlarmParent, alarm: AlarmInfo) {
    this.parent = parent;
    this.alarm = alarm;
  }

  toItem(): TreeItem {
    const { alarm, parent } = this;
    const item = new TreeItem(alarm.name);
    item.id = `${parent.id}/alarm/${alarm.arn}`;
    item.description = describeAlarm(alarm);
    item.iconPath = chooseIcon(alarm);
    item.contextValue = [
      'alarm',
      alarm.actionsEnabled ? 'acting' : 'silent',
      ...listCapabilityWords(parent.connection.can),
    ].join(';');
    if (alarm.state === 'ALARM') item.resourceUri = ALARM_URI;
    item.tooltip = describe(alarm);
    item.accessibilityInformation = { label: l10n.t('Alarm {0}: {1}', alarm.name, describeAlarm(alarm)) };
    return item;
  }

  getChildren(): readonly TreeNode[] {
    return [];
  }
}

function chooseIcon({ state, actionsEnabled }: AlarmInfo): ThemeIcon {
  if (state === 'ALARM') return new ThemeIcon('bell-dot', new ThemeColor('problemsErrorIcon.foreground'));
  return new ThemeIcon(actionsEnabled ? 'bell' : 'bell-slash');
}

function describe({ name, state, condition, description, reason, since }: AlarmInfo): MarkdownString {
  const tooltip = new MarkdownString();
  appendSentence(tooltip, `${name}: ${describeAlarmState(state)}`);
  if (description !== undefined) appendSentence(tooltip.appendMarkdown('\n\n'), description);
  if (condition !== undefined)
    appendSentence(tooltip.appendMarkdown('\n\n'), l10n.t('In alarm if {0}', describeCondition(condition)));
  appendSentence(tooltip.appendMarkdown('\n\n'), l10n.t('Since {0}', formatMoment(since)));
  appendSentence(tooltip.appendMarkdown('\n\n'), reason);
  return tooltip;
}
