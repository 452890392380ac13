import * as l10n from '@vscode/l10n';
import type { AlarmStateValue } from '../../../broker/protocol/alarms.ts';
import type { IconName } from '../iconNames.ts';

export const STATE_TITLES: Readonly<Record<AlarmStateValue, string>> = {
  OK: l10n.t('OK'),
  ALARM: l10n.t('In alarm'),
  INSUFFICIENT_DATA: l10n.t('Insufficient data'),
};

export const STATE_ICONS: Readonly<Record<AlarmStateValue, IconName>> = {
  OK: 'pass',
  ALARM: 'bell-dot',
  INSUFFICIENT_DATA: 'question',
};
