import { l10n, ThemeIcon, TreeItem, TreeItemCheckboxState } from 'vscode';
import { nameOfArn } from '../ground/text.ts';
import { ANY_DEAD_LETTER, type ArrivalBreakpoint } from './arrivals.ts';

/** A row of the Messages in Flight view: a breakpoint on messages, with a checkbox. */
export class ArrivalNode {
  readonly breakpoint: ArrivalBreakpoint;

  constructor(breakpoint: ArrivalBreakpoint) {
    this.breakpoint = breakpoint;
  }

  toItem(): TreeItem {
    const { id, isEnabled } = this.breakpoint;
    const label =
      id === ANY_DEAD_LETTER
        ? l10n.t('Break when a message moves to a dead-letter queue')
        : l10n.t('Break on arrival in {0}', nameOfArn(id));
    const item = new TreeItem(label);
    item.id = `arrival/${id}`;
    item.iconPath = new ThemeIcon(isEnabled ? 'debug-breakpoint-data' : 'debug-breakpoint-data-disabled');
    item.contextValue = 'arrival';
    item.checkboxState = {
      state: isEnabled ? TreeItemCheckboxState.Checked : TreeItemCheckboxState.Unchecked,
      tooltip: isEnabled ? l10n.t('Turn Off') : l10n.t('Turn On'),
    };
    item.accessibilityInformation = { label: `${label}, ${isEnabled ? l10n.t('on') : l10n.t('off')}` };
    return item;
  }
}
