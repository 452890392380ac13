import { l10n } from 'vscode';
import type { FileFormat, FileProblem, LineProblem } from '../fileFormats/messageRecord.ts';
import { formatCount } from '../ground/text.ts';
import { MAXIMUM_MESSAGES } from './limits.ts';

/** Such as `Line 5: It isn’t JSON.`; a spreadsheet has rows. */
export function describeLine(format: FileFormat, line: number, reason: string): string {
  return format === 'csv'
    ? l10n.t('Row {0}: {1}', formatCount(line), reason)
    : l10n.t('Line {0}: {1}', formatCount(line), reason);
}

export function describeLineProblem(problem: LineProblem): string {
  switch (problem.kind) {
    case 'tooLong':
      return l10n.t('It is too long for a message.');
    case 'notUtf8':
      return l10n.t('It isn’t UTF-8.');
    case 'notJson':
      return l10n.t('It isn’t JSON.');
    case 'notAnObject':
      return l10n.t('It isn’t a JSON object.');
    case 'bodyMissing':
      return l10n.t('It has no Body.');
    case 'badColumns':
      return l10n.t('It doesn’t have as many cells as the first row.');
    case 'badMember':
      return l10n.t('{0} has an invalid value.', problem.member);
    case 'badAttribute':
      return l10n.t(
        'The message attribute {0} needs a DataType, and a StringValue or a base64 BinaryValue.',
        problem.name,
      );
  }
}

/** Why a file is not imported. */
export function describeFileProblem(
  problem: FileProblem | 'tooMany',
  format: FileFormat,
  file: string,
): string {
  if (problem === 'tooMany')
    return l10n.t('{0} has more than {1} messages. Split the file.', file, formatCount(MAXIMUM_MESSAGES));
  switch (problem.kind) {
    case 'notAFile':
      return l10n.t('{0} is not a file.', file);
    case 'tooLarge':
      return l10n.t('{0} is larger than 2 GiB. Split the file.', file);
    case 'otherEncoding':
      return l10n.t('{0} isn’t UTF-8. Save it as UTF-8.', file);
    case 'noBodyColumn':
      return l10n.t('{0} has no column Body: its first row must name the columns.', file);
    case 'savedTrace':
      return l10n.t('{0} is a saved trace. To send its messages again, run Replay Trace.', file);
    case 'lineTooLong':
      return `${file}: ${describeLine(format, problem.line, l10n.t('It is too long for a message.'))}`;
    case 'badQuotes':
      return `${file}: ${describeLine(format, problem.line, l10n.t('Its quotes don’t match.'))}`;
  }
}
